// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A listening socket whose queue of connections is full and which never accepts.
 *
 * <p>Implementation notes. Connections of its own fill the queue until one stays without an answer;
 * a connection over loopback is otherwise made in microseconds. All are kept open, the unanswered
 * one included.
 */
final class FullBacklog implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 32;
  private static final long UNANSWERED_MILLIS = 300;

  private final ServerSocketChannel server;
  private final InetSocketAddress address;
  private final Deque<SocketChannel> fillers;

  private FullBacklog(
      ServerSocketChannel server, InetSocketAddress address, Deque<SocketChannel> fillers) {
    this.server = server;
    this.address = address;
    this.fillers = fillers;
  }

  static FullBacklog open() {
    Deque<SocketChannel> fillers = new ArrayDeque<>();
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
      FullBacklog backlog = new FullBacklog(server, address, fillers);
      backlog.fill();
      return backlog;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill a backlog: " + e.getMessage(), e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the backlog on " + address, e);
    }
  }

  private void fill() throws IOException {
    boolean answered = true;
    while (answered && fillers.size() < MOST_CONNECTIONS) {
      SocketChannel filler = SocketChannel.open();
      fillers.add(filler);
      filler.configureBlocking(false);
      answered = filler.connect(address) || answered(filler);
    }
    if (answered) {
      close();
      throw new IllegalStateException(
          "this system still answers after " + MOST_CONNECTIONS + " unaccepted connections");
    }
  }

  private static boolean answered(SocketChannel filler) throws IOException {
    try (Selector selector = Selector.open()) {
      filler.register(selector, SelectionKey.OP_CONNECT);
      selector.select(UNANSWERED_MILLIS);
      return filler.finishConnect();
    }
  }
}
