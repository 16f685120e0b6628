// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.net.InetSocketAddress;

/**
 * A server on 127.0.0.1 that sends one given answer to each client, byte by byte.
 *
 * <p>The answer begins with the first byte of the request; the rest of the request is read and
 * dropped. After the last byte the server ends its stream in order.
 *
 * <p>Safe for use by many threads. Owns one daemon thread and all its sockets; both are gone when
 * {@link #close} returns.
 */
public final class SlowServer implements AutoCloseable {
  private final LoopbackServer server;

  private SlowServer(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param answer what each client gets; copied
   * @param bytesPerSecond the rate, at least 1; the first byte is sent without delay
   * @throws IllegalArgumentException if the rate is less than 1
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public static SlowServer start(byte[] answer, long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond must be >= 1: " + bytesPerSecond);
    }
    byte[] copy = answer.clone();
    return new SlowServer(
        LoopbackServer.start(
            "slow", (loop, channel) -> SlowAnswer.serve(loop, channel, copy, bytesPerSecond)));
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

  /** Closes all connections and the port. Does nothing the second time. */
  @Override
  public void close() {
    server.close();
  }
}
