// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that says exactly what a test says; one character is one byte. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(ScriptedS3 server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
  }

  RawClient send(String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** The client will send no more. */
  RawClient end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Everything up to and including a text, or up to the end of the stream. */
  String readUntil(String text) throws IOException {
    StringBuilder all = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (all.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      all.append((char) next);
    }
    return all.toString();
  }

  /** The status line of the next answer, whose head is read. */
  String status() throws IOException {
    String head = readUntil("\r\n\r\n");
    int end = head.indexOf("\r\n");
    return end < 0 ? head : head.substring(0, end);
  }

  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether nothing comes within a short time. */
  boolean silent() throws IOException {
    socket.setSoTimeout(150);
    try {
      int ignored = socket.getInputStream().read();
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(10_000);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
