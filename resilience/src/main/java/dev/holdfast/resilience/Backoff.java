// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to pause before a retry: exponential with full jitter, that is a time drawn evenly
 * between zero and {@code base} doubled for each attempt so far, but at most {@code cap}.
 *
 * <p>A pure function of attempt and randomness. After M. Brooker, "Exponential Backoff And Jitter",
 * AWS Architecture Blog, 2015.
 *
 * @param base upper bound of the first pause, more than zero
 * @param cap upper bound of every pause, at least {@code base}, at most a day
 */
public record Backoff(Duration base, Duration cap) {

  /** Doubling more often than this has reached any cap. */
  private static final int MOST_DOUBLINGS = 62;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public Backoff {
    if (base.isNegative() || base.isZero()) {
      throw new IllegalArgumentException("base must be more than zero: " + base);
    }
    if (cap.compareTo(base) < 0 || cap.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("cap must be between " + base + " and one day: " + cap);
    }
  }

  /** From 100 milliseconds to 20 seconds. */
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20));
  }

  /**
   * The pause after an attempt failed.
   *
   * @param attempt number of the attempt that failed, from one
   * @throws IllegalArgumentException if {@code attempt} is less than one
   */
  public Duration after(int attempt, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(ceiling(attempt) + 1));
  }

  /**
   * The pause after an attempt failed and the server named the time to stay away: that time, and
   * the jitter on top, so that those it was named to do not return together. Not bounded by the
   * cap.
   *
   * @param attempt number of the attempt that failed, from one
   * @param retryAfter what the server asked for; zero or negative counts as not asked
   * @throws IllegalArgumentException if {@code attempt} is less than one
   */
  public Duration after(int attempt, RandomGenerator random, Duration retryAfter) {
    Duration jitter = after(attempt, random);
    return retryAfter.isNegative() ? jitter : retryAfter.plus(jitter);
  }

  private long ceiling(int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts are counted from one: " + attempt);
    }
    long most = cap.toNanos();
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    return base.toNanos() > most >> doublings ? most : base.toNanos() << doublings;
  }
}
