// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on 127.0.0.1 that can be closed and opened again on the same port.
 *
 * <p>Implementation notes. A second socket is bound to the port and never listens. With
 * SO_REUSEADDR on both, Linux lets it share the port, does not give the port to anybody else and
 * refuses connections while nobody listens. Where a system does not share the port, the listener
 * goes without it. Methods other than the constructor need the loop's lock.
 */
final class Listener {
  /** Who takes new connections. */
  interface Accepted {
    /** Takes a connection over; one that cannot be served is closed by the caller. */
    void accept(SocketChannel channel) throws IOException;
  }

  /** Small on purpose: a peer that is not read from is to notice soon. */
  static final int BUFFER_BYTES = 64 * 1024;

  private static final int BACKLOG = 128;

  private final EventLoop loop;
  private final Accepted accepted;
  private final InetSocketAddress address;
  private @Nullable Socket reservation;
  private @Nullable ServerSocketChannel channel;

  /** Listens on a free port; closes the loop if that fails. */
  Listener(EventLoop loop, Accepted accepted) {
    this.loop = loop;
    this.accepted = accepted;
    try {
      Socket reserved = bound();
      this.reservation = reserved;
      this.address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), reserved.getLocalPort());
      openOrGiveUpReservation(reserved);
    } catch (IOException e) {
      closeReservation();
      loop.close();
      throw new UncheckedIOException("cannot listen on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  boolean listening() {
    return channel != null;
  }

  /** Refuses connections from now on. */
  void refuse() {
    ServerSocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot stop listening on " + address, e);
      }
      loop.finishClosing();
    }
  }

  /** Accepts connections again. */
  void reopen() {
    if (channel == null) {
      try {
        channel = open();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen again on " + address + ", has another process taken the port?", e);
      }
    }
  }

  /** Gives the port back. */
  void closeReservation() {
    Socket reserved = reservation;
    reservation = null;
    if (reserved != null) {
      try {
        reserved.close();
      } catch (IOException ignored) { // the descriptor is released all the same
      }
    }
  }

  private static Socket bound() throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private void openOrGiveUpReservation(Socket reserved) throws IOException {
    try {
      channel = open();
    } catch (IOException ignored) { // this system does not share a port: listen without reserving
      reserved.close();
      reservation = null;
      channel = open();
    }
  }

  private ServerSocketChannel open() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      server.configureBlocking(false);
      server.bind(address, BACKLOG);
      loop.register(server, SelectionKey.OP_ACCEPT, key -> acceptAll(server));
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void serve(SocketChannel client) throws IOException {
    try {
      accepted.accept(client);
    } catch (IOException ignored) { // the client has gone, or no descriptor is left
      client.close();
    }
  }

  private void acceptAll(ServerSocketChannel server) {
    try {
      SocketChannel client = server.accept();
      while (client != null) {
        serve(client);
        client = server.isOpen() ? server.accept() : null;
      }
    } catch (IOException ignored) { // the client left before it was accepted
    }
  }
}
