// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says when a read that has no answer yet deserves a second request to another replica or
 * connection.
 *
 * <p>The delay follows the latencies of the last minute: their 95th percentile, a third on top,
 * between half a second and thirty seconds, and only when there are enough of them to know. How
 * many second requests are made is limited by a {@link RetryBudget}:
 *
 * <pre>{@code
 * Optional<Duration> delay = trigger.begin();
 * // ... no answer after the delay:
 * if (trigger.tryHedge()) { sendAgain(); }
 * // ... an answer:
 * trigger.record(latency);
 * }</pre>
 *
 * <p>One trigger for each kind of request whose latencies are alike. Thread-safe. The rule is that
 * of the tail-cut layer of Apache OpenDAL, used to add a request where that cancels one; hedging
 * itself is described in J. Dean, L. A. Barroso, "The Tail at Scale", CACM 56(2), 2013.
 */
public final class HedgeTrigger {

  private static final int SLICES = 6;

  private final Ticker ticker;
  private final RetryBudget budget;
  private final long start;
  private final double quantile;
  private final double factor;
  private final int minimumSamples;
  private final Duration shortest;
  private final Duration longest;
  private final long sliceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final LatencyWindow latencies = new LatencyWindow(SLICES);

  private HedgeTrigger(Builder builder) {
    ticker = builder.ticker;
    budget = builder.budget;
    start = ticker.nanos();
    quantile = builder.quantile;
    factor = builder.factor;
    minimumSamples = builder.minimumSamples;
    shortest = builder.shortest;
    longest = builder.longest;
    sliceNanos = builder.window.toNanos() / SLICES;
  }

  /**
   * Settings for a trigger.
   *
   * @param budget what second requests are paid from; a ratio of 0.05 is at most one in twenty
   */
  public static Builder builder(Ticker ticker, RetryBudget budget) {
    return new Builder(ticker, budget);
  }

  /**
   * Counts a request.
   *
   * @return how long to wait for its answer before a second one; empty while too few latencies are
   *     known
   */
  public Optional<Duration> begin() {
    budget.deposit();
    lock.lock();
    try {
      latencies.advance(slice());
      return latencies.count() < minimumSamples ? Optional.empty() : Optional.of(delay());
    } finally {
      lock.unlock();
    }
  }

  /** Pays for a second request; false if too many have been made. */
  public boolean tryHedge() {
    return budget.tryWithdraw();
  }

  /** Takes note of how long the answer to a first request took. Failures are not recorded. */
  public void record(Duration latency) {
    lock.lock();
    try {
      latencies.advance(slice());
      latencies.add(Deadline.saturatedNanos(latency) / 1_000);
    } finally {
      lock.unlock();
    }
  }

  private Duration delay() {
    long micros = (long) (latencies.quantile(quantile) * factor);
    Duration adaptive = Duration.of(micros, ChronoUnit.MICROS);
    if (adaptive.compareTo(shortest) < 0) {
      return shortest;
    }
    return adaptive.compareTo(longest) > 0 ? longest : adaptive;
  }

  private long slice() {
    return (ticker.nanos() - start) / sliceNanos;
  }

  /** Settings for {@link HedgeTrigger}. Not thread-safe. */
  public static final class Builder {

    private final Ticker ticker;
    private final RetryBudget budget;
    private double quantile = 0.95;
    private double factor = 1.3;
    private int minimumSamples = 200;
    private Duration shortest = Duration.ofMillis(500);
    private Duration longest = Duration.ofSeconds(30);
    private Duration window = Duration.ofSeconds(60);

    private Builder(Ticker ticker, RetryBudget budget) {
      this.ticker = Objects.requireNonNull(ticker, "ticker");
      this.budget = Objects.requireNonNull(budget, "budget");
    }

    /** Which share of answers is not slow; default 0.95. */
    public Builder quantile(double value) {
      quantile = value;
      return this;
    }

    /** What the quantile is multiplied by; default 1.3. */
    public Builder factor(double value) {
      factor = value;
      return this;
    }

    /** How many latencies must be known; default 200. */
    public Builder minimumSamples(int value) {
      minimumSamples = value;
      return this;
    }

    /** Least delay; default 500 ms. */
    public Builder shortest(Duration value) {
      shortest = value;
      return this;
    }

    /** Most delay; default 30 s. */
    public Builder longest(Duration value) {
      longest = value;
      return this;
    }

    /** How far back latencies count; default 60 s. */
    public Builder window(Duration value) {
      window = value;
      return this;
    }

    /**
     * A trigger that knows no latencies yet.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message names each
     */
    public HedgeTrigger build() {
      List<String> problems = new ArrayList<>();
      if (!(quantile > 0 && quantile < 1)) {
        problems.add("quantile must be between 0 and 1: " + quantile);
      }
      if (!(factor >= 1 && factor <= 10)) {
        problems.add("factor must be between 1 and 10: " + factor);
      }
      if (minimumSamples < 1) {
        problems.add("minimumSamples must be 1 or more: " + minimumSamples);
      }
      if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
        problems.add("delays must be 0 <= shortest " + shortest + " <= longest " + longest);
      }
      if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
        problems.add("window must be between one second and one day: " + window);
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new HedgeTrigger(this);
    }
  }
}
