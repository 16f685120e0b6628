// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking client socket for text; no read lasts longer than ten seconds. */
final class Client implements AutoCloseable {
  private static final int LIMIT_MILLIS = 10_000;

  private final Socket socket = new Socket();

  private Client() {}

  static Client to(InetSocketAddress address) throws IOException {
    Client client = new Client();
    client.socket.connect(address, LIMIT_MILLIS);
    client.socket.setSoTimeout(LIMIT_MILLIS);
    client.socket.setTcpNoDelay(true);
    return client;
  }

  /** For servers that reset at once: whether connecting or reading meets it is up to timing. */
  static int connectAndRead(InetSocketAddress address) throws IOException {
    try (Client client = to(address)) {
      return client.readSome();
    }
  }

  Socket socket() {
    return socket;
  }

  Client send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Client send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Client end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads exactly so many bytes. */
  String read(int bytes) throws IOException {
    byte[] read = socket.getInputStream().readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("only " + read.length + " of " + bytes);
    }
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  /** One read call. */
  int readSome() throws IOException {
    return socket.getInputStream().read(new byte[4096]);
  }

  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Reads for a short time, for what should not come. */
  int readBriefly() throws IOException {
    socket.setSoTimeout(80);
    try {
      return socket.getInputStream().read();
    } finally {
      socket.setSoTimeout(LIMIT_MILLIS);
    }
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
