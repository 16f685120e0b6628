// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A TCP proxy on 127.0.0.1 that hands connections on to one server and lets them fail on demand.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.start(server, 42)) {
 *   Injection lost =
 *       proxy.inject(
 *           Direction.DOWNSTREAM,
 *           Fault.dropResponse(Fault.Ending.CLOSE),
 *           Trigger.onPattern(Direction.UPSTREAM, "COMMIT").once());
 *   // the client, connected to proxy.address(), commits and never learns the outcome
 *   boolean happened = proxy.awaitFired(lost, Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. Owns one daemon thread and all its sockets; both are gone when
 * {@link #close} returns. Bytes that arrive after {@link #inject} has returned are subject to the
 * fault. The same seed gives the same random choices for the same bytes: they depend on the seed,
 * the number of the injection, the number of the connection and the offset in the stream, and on
 * nothing else. How bytes are cut into chunks is up to TCP.
 *
 * <p>Buffers are bounded: 256 KiB for each direction of a connection, plus what {@link Fault.Hold}
 * keeps. It is not a load generator and not a model of congestion: packets are neither lost nor
 * reordered, streams are.
 */
public final class FaultProxy implements AutoCloseable {
  private final Relay relay;

  private FaultProxy(Relay relay) {
    this.relay = relay;
  }

  /**
   * Binds a free port and starts.
   *
   * @param target the server; an unresolved address is looked up for each connection
   * @param seed decides all random choices
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public static FaultProxy start(InetSocketAddress target, long seed) {
    Relay relay = new Relay(Objects.requireNonNull(target, "target"), seed);
    relay.loop().start("holdfast-fault-proxy-" + relay.address().getPort());
    return new FaultProxy(relay);
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return relay.address();
  }

  /** The port where clients connect. */
  public int port() {
    return address().getPort();
  }

  /** The seed given at the start. */
  public long seed() {
    return relay.seed();
  }

  /**
   * Puts a fault in, for connections that are open and for those to come.
   *
   * @throws IllegalArgumentException if an answer is to be dropped that travels upstream
   * @throws IllegalStateException if the proxy is closed
   */
  public Injection inject(Direction direction, Fault fault, Trigger trigger) {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(trigger, "trigger");
    if (fault instanceof Fault.DropResponse && direction != Direction.DOWNSTREAM) {
      throw new IllegalArgumentException("answers travel DOWNSTREAM, not " + direction);
    }
    return relay.loop().call(() -> relay.inject(direction, fault, trigger));
  }

  /** Removes all injections, in the order in which they were made. */
  public void clear() {
    relay.loop().run(relay::clear);
  }

  /**
   * Waits until an injection has fired.
   *
   * @return false if it has not after {@code limit}, when the proxy is closed, or when the thread
   *     is interrupted, whose flag stays set
   */
  public boolean awaitFired(Injection injection, Duration limit) {
    return relay.loop().await(injection::hasFired, limit);
  }

  /** How many connections were accepted since the start. */
  public long acceptedConnections() {
    return relay.loop().read(relay::acceptedConnections);
  }

  /** How many connections are open now. */
  public long openConnections() {
    return relay.loop().read(relay::openConnections);
  }

  /** How many bytes the senders of a direction have sent to the proxy. */
  public long receivedBytes(Direction direction) {
    return relay.loop().read(() -> relay.traffic().receivedBytes(direction));
  }

  /** How many bytes the proxy has written to the receivers of a direction. */
  public long deliveredBytes(Direction direction) {
    return relay.loop().read(() -> relay.traffic().deliveredBytes(direction));
  }

  /**
   * Closes all connections and the port, wakes all waiters and waits for the thread to end. Bytes
   * under way are dropped. Does nothing the second time.
   */
  @Override
  public void close() {
    relay.close();
  }

  /** Waits for a condition over the state of this proxy. */
  boolean await(BooleanSupplier condition, Duration limit) {
    return relay.loop().await(condition, limit);
  }

  @Override
  public String toString() {
    return "FaultProxy[" + address() + ", seed=" + seed() + "]";
  }
}
