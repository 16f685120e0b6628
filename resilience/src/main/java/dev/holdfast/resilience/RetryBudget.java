// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shared allowance of extra requests (retries, hedges) to one server: a share of the requests
 * that were made anyway, plus a few per second so that a quiet client can retry at all.
 *
 * <p>Each request deposits, each extra request withdraws, and what is older than ten seconds is
 * forgotten. Since its making the extra requests are at most {@code ratio} times the requests, plus
 * {@code floorPerSecond} times ten for each ten seconds that have begun. A server in distress
 * therefore sees a bounded multiple of the load it had, however many threads retry.
 *
 * <p>One budget for each server, shared by all that talk to it; thread-safe. Not a limit on
 * requests in flight: that is {@link Bulkhead}. After Finagle's {@code RetryBudget}.
 */
public final class RetryBudget {

  private static final int SLICES = 10;
  private static final long SLICE_NANOS = Duration.ofSeconds(1).toNanos();

  /** What one extra request costs; a request deposits the ratio of it. */
  private static final long COST = 1_000_000L;

  private final Ticker ticker;
  private final long start;
  private final long deposit;
  private final long reserve;
  private final ReentrantLock lock = new ReentrantLock();
  private final BudgetWindow window = new BudgetWindow(SLICES, 0L);

  private RetryBudget(double ratio, int floorPerSecond, Ticker ticker) {
    this.ticker = ticker;
    this.start = ticker.nanos();
    this.deposit = (long) (ratio * COST);
    this.reserve = (long) floorPerSecond * SLICES * COST;
  }

  /** One extra request for five requests, and three a second. */
  public static RetryBudget standard(Ticker ticker) {
    return of(0.2, 3, ticker);
  }

  /**
   * A budget.
   *
   * @param ratio extra requests for each request, between 0 and 10
   * @param floorPerSecond extra requests a second that need no request, between 0 and one million
   * @throws IllegalArgumentException if one of them is out of range
   */
  public static RetryBudget of(double ratio, int floorPerSecond, Ticker ticker) {
    if (!(ratio >= 0 && ratio <= 10)) {
      throw new IllegalArgumentException("ratio must be between 0 and 10: " + ratio);
    }
    if (floorPerSecond < 0 || floorPerSecond > 1_000_000) {
      throw new IllegalArgumentException(
          "floorPerSecond must be between 0 and 1000000: " + floorPerSecond);
    }
    return new RetryBudget(ratio, floorPerSecond, Objects.requireNonNull(ticker, "ticker"));
  }

  /** Counts a request, made once for each operation and not for its retries. */
  public void deposit() {
    lock.lock();
    try {
      window.advance(slice());
      window.add(deposit);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the price of one extra request; false, and nothing taken, if the budget is used up. */
  public boolean tryWithdraw() {
    lock.lock();
    try {
      window.advance(slice());
      if (window.total() + reserve < COST) {
        return false;
      }
      window.add(-COST);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many extra requests could be made now. */
  public long available() {
    lock.lock();
    try {
      window.advance(slice());
      return Math.max(0L, window.total() + reserve) / COST;
    } finally {
      lock.unlock();
    }
  }

  private long slice() {
    return (ticker.nanos() - start) / SLICE_NANOS;
  }

  @Override
  public String toString() {
    return "retry budget with " + available() + " left";
  }
}
