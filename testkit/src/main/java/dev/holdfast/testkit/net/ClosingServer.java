// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.net.InetSocketAddress;

/**
 * A server on 127.0.0.1 that accepts a connection and ends it at once.
 *
 * <p>Safe for use by many threads. Owns one daemon thread and all its sockets; both are gone when
 * {@link #close} returns.
 */
public final class ClosingServer implements AutoCloseable {
  private final LoopbackServer server;

  private ClosingServer(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Starts a server that closes in order: clients read the end of the stream.
   *
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public static ClosingServer start() {
    return new ClosingServer(
        LoopbackServer.start(
            "closing",
            (loop, channel) -> new Endpoint(loop, channel, 0, Endpoint::discard).close()));
  }

  /**
   * Starts a server that closes with a TCP reset.
   *
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public static ClosingServer resetting() {
    return new ClosingServer(
        LoopbackServer.start(
            "resetting",
            (loop, channel) -> new Endpoint(loop, channel, 0, Endpoint::discard).reset()));
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The port where clients connect. */
  public int port() {
    return address().getPort();
  }

  /** How many connections were accepted since the start. */
  public long acceptedConnections() {
    return server.acceptedConnections();
  }

  /** Closes the port. Does nothing the second time. */
  @Override
  public void close() {
    server.close();
  }
}
