// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A limit on requests in flight to one server. Never waits: a request over the limit is refused, so
 * that a slow server occupies no more threads than that.
 *
 * <p>Thread-safe. The limit on bytes is {@link ByteBudget}. Over Resilience4j's bulkhead.
 */
public final class Bulkhead {

  private final int limit;
  private final io.github.resilience4j.bulkhead.Bulkhead permits;

  private Bulkhead(String name, int limit) {
    this.limit = limit;
    this.permits =
        io.github.resilience4j.bulkhead.Bulkhead.of(
            name,
            BulkheadConfig.custom()
                .maxConcurrentCalls(limit)
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /**
   * A bulkhead with all permits free.
   *
   * @param name of the server, for messages
   * @param limit requests in flight at the most, at least one
   * @throws IllegalArgumentException if {@code limit} is less than one
   */
  public static Bulkhead create(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "limit of bulkhead " + name + " must be 1 or more: " + limit);
    }
    return new Bulkhead(name, limit);
  }

  /** The name of the server. */
  public String name() {
    return permits.getName();
  }

  /** Requests in flight at the most. */
  public int limit() {
    return limit;
  }

  /** Permits that are free now. */
  public int available() {
    return permits.getMetrics().getAvailableConcurrentCalls();
  }

  /** A permit for one request, given back when closed; empty if none is free. */
  public Optional<Permit> tryAcquire() {
    // The library's attempt fails on an interrupted thread although it does not wait.
    boolean interrupted = Thread.interrupted();
    try {
      return permits.tryAcquirePermission() ? Optional.of(new HeldPermit()) : Optional.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "bulkhead " + name() + ", " + available() + " of " + limit + " free";
  }

  /** A request in flight. Thread-safe. */
  public interface Permit extends AutoCloseable {

    /** Gives the permit back. Idempotent. */
    @Override
    void close();
  }

  private final class HeldPermit implements Permit {

    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        permits.releasePermission();
      }
    }
  }
}
