// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A server on 127.0.0.1 with one thread, which leaves each connection to its owner. */
final class LoopbackServer implements AutoCloseable {
  /** What to do with a connection. */
  interface Service {
    /** Called on the loop's thread with its lock held. */
    void serve(EventLoop loop, SocketChannel channel) throws IOException;
  }

  private final EventLoop loop = new EventLoop();
  private final Service service;
  private final Listener listener;
  private long acceptedConnections;

  private LoopbackServer(Service service) {
    this.service = service;
    this.listener = new Listener(loop, this::accept);
  }

  static LoopbackServer start(String role, Service service) {
    LoopbackServer server = new LoopbackServer(service);
    server.loop.start("holdfast-" + role + "-server-" + server.address().getPort());
    return server;
  }

  InetSocketAddress address() {
    return listener.address();
  }

  long acceptedConnections() {
    return loop.read(() -> acceptedConnections);
  }

  @Override
  public void close() {
    loop.close();
    listener.closeReservation();
  }

  private void accept(SocketChannel channel) throws IOException {
    acceptedConnections++;
    service.serve(loop, channel);
  }
}
