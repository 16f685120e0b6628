// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on one port of 127.0.0.1, which may be shut for a time.
 *
 * <p>Implementation notes. A second socket is bound to the port and never listens, so that nobody
 * else gets the port while it is shut. What is guarded by the lock never waits.
 */
final class Listener {
  /** Serves a connection until it ends, on a thread of its own. */
  interface Service {
    void serve(Socket socket, long number) throws IOException;
  }

  private static final int BACKLOG = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Socket> open = new HashMap<>();
  private final ServerThreads threads;
  private final Service service;
  private final Socket reservation;
  private final int mostConnections;
  private final Events events;
  private @Nullable ServerSocket listening;
  private long accepted;

  Listener(Service service, int mostConnections, Events events) {
    this.service = service;
    this.events = events;
    this.mostConnections = mostConnections;
    try {
      this.reservation = new Socket();
      reservation.setReuseAddress(true);
      reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      this.threads = new ServerThreads("holdfast-s3-" + reservation.getLocalPort());
      accept();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  int port() {
    return reservation.getLocalPort();
  }

  /** Accepts connections; does nothing if it does so already. */
  void accept() throws IOException {
    lock.lock();
    try {
      if (listening == null) {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), BACKLOG);
        listening = server;
        threads.start("accept", () -> acceptAll(server));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses connections from now on and cuts those that are open. */
  void refuse() {
    lock.lock();
    try {
      ServerSocket server = listening;
      listening = null;
      if (server != null) {
        closed(server);
      }
      open.values().forEach(Listener::closed);
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the connections that are open. */
  void cut() {
    lock.lock();
    try {
      open.values().forEach(Listener::closed);
    } finally {
      lock.unlock();
    }
  }

  /** Gives the port back and waits for the threads to end. */
  void close() {
    refuse();
    closed(reservation);
    threads.joinAll();
  }

  long accepted() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  int openConnections() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  private void acceptAll(ServerSocket server) {
    try (server) {
      while (true) {
        begin(server.accept(), server);
      }
    } catch (IOException ignored) { // refuse() or close() ended it
    }
  }

  private void begin(Socket socket, ServerSocket server) {
    lock.lock();
    try {
      if (!server.equals(listening) || open.size() >= mostConnections) {
        closed(socket);
        return;
      }
      accepted++;
      long number = accepted;
      open.put(number, socket);
      threads.start("connection-" + number, () -> serve(socket, number));
    } finally {
      lock.unlock();
    }
  }

  private void serve(Socket socket, long number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      service.serve(socket, number);
    } catch (IOException ignored) { // the connection ended before it was served
    } finally {
      lock.lock();
      try {
        open.remove(number);
      } finally {
        lock.unlock();
      }
      events.changed();
    }
  }

  private static void closed(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }
}
