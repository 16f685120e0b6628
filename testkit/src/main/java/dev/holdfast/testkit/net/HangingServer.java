// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/**
 * A server on 127.0.0.1 that never answers: it either takes requests and stays silent, or never
 * accepts, so that connecting times out.
 *
 * <p>Safe for use by many threads. Owns at most one daemon thread and all its sockets; both are
 * gone when {@link #close} returns.
 */
public final class HangingServer implements AutoCloseable {
  private final InetSocketAddress address;
  private final LongSupplier accepted;
  private final Runnable closing;

  private HangingServer(InetSocketAddress address, LongSupplier accepted, Runnable closing) {
    this.address = address;
    this.accepted = accepted;
    this.closing = closing;
  }

  /**
   * Starts a server that accepts, reads what comes and never writes, not even an end.
   *
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public static HangingServer start() {
    LoopbackServer server =
        LoopbackServer.start(
            "hanging",
            (loop, channel) ->
                new Endpoint(loop, channel, SelectionKey.OP_READ, Endpoint::discard));
    return new HangingServer(server.address(), server::acceptedConnections, server::close);
  }

  /**
   * Starts a server whose backlog is full: an attempt to connect gets no answer and ends by the
   * client's own limit. Needs a system that drops such attempts, as Linux does.
   *
   * @throws java.io.UncheckedIOException if no port can be bound
   * @throws IllegalStateException if the backlog cannot be filled on this system
   */
  public static HangingServer neverAccepting() {
    FullBacklog backlog = FullBacklog.open();
    return new HangingServer(backlog.address(), () -> 0, backlog::close);
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return address;
  }

  /** The port where clients connect. */
  public int port() {
    return address.getPort();
  }

  /** How many connections were accepted since the start. */
  public long acceptedConnections() {
    return accepted.getAsLong();
  }

  /** Closes all connections and the port. Does nothing the second time. */
  @Override
  public void close() {
    closing.run();
  }
}
