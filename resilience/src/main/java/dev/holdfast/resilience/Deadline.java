// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.Objects;

/**
 * A point on a {@link Ticker} after which a caller no longer waits.
 *
 * <p>A deadline is made once, where a call enters the library, and handed down; nobody below makes
 * a longer one. Immutable.
 */
public final class Deadline {

  /** Longest distance that fits the arithmetic of a nanosecond ticker: about 146 years. */
  private static final long FARTHEST = Long.MAX_VALUE / 2;

  private static final Deadline NEVER = new Deadline(() -> 0L, FARTHEST);

  private final Ticker ticker;
  private final long at;

  private Deadline(Ticker ticker, long at) {
    this.ticker = ticker;
    this.at = at;
  }

  /**
   * The deadline {@code timeout} from now.
   *
   * @param timeout zero or more; zero is already expired; 146 years and more count as 146 years
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static Deadline after(Duration timeout, Ticker ticker) {
    requireNotNegative(timeout);
    Objects.requireNonNull(ticker, "ticker");
    return new Deadline(ticker, ticker.nanos() + saturatedNanos(timeout));
  }

  /** A deadline that never comes. */
  public static Deadline never() {
    return NEVER;
  }

  /** Nanoseconds left, zero when expired. */
  public long remainingNanos() {
    return Math.max(0L, at - ticker.nanos());
  }

  /** Time left, zero when expired. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** Whether no time is left. */
  public boolean expired() {
    return remainingNanos() == 0L;
  }

  /** Whether this deadline never comes. */
  public boolean unbounded() {
    return this == NEVER;
  }

  /**
   * This deadline, or the one {@code timeout} from now on {@code ticker} if that comes earlier.
   *
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public Deadline atMost(Duration timeout, Ticker ticker) {
    requireNotNegative(timeout);
    return saturatedNanos(timeout) < remainingNanos() ? after(timeout, ticker) : this;
  }

  private static void requireNotNegative(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout);
    }
  }

  /** The nanoseconds of a duration, at most what the arithmetic of a ticker can hold. */
  static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(FARTHEST)) >= 0 ? FARTHEST : duration.toNanos();
  }

  @Override
  public String toString() {
    return unbounded() ? "no deadline" : "in " + remaining();
  }
}
