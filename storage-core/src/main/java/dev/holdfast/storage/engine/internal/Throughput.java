// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

/**
 * The watchdog over one body: how many bytes were moved in the time spent on moving them, window
 * after window. Time in which nobody wanted bytes is not given to it. One thread at a time.
 */
final class Throughput {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double leastPerSecond;
  private final long windowNanos;
  private long spentNanos;
  private long moved;

  Throughput(TimeLimits limits) {
    this.leastPerSecond = limits.leastBytesPerSecond();
    this.windowNanos = limits.window().toNanos();
  }

  /** Whether a window has ended in which too few bytes were moved. */
  boolean tooLow(long nanos, long bytes) {
    spentNanos += nanos;
    moved += bytes;
    if (spentNanos < windowNanos) {
      return false;
    }
    if (moved * NANOS_PER_SECOND < leastPerSecond * spentNanos) {
      return true;
    }
    spentNanos = 0L;
    moved = 0L;
    return false;
  }

  @Override
  public String toString() {
    return "%d bytes in %.1f s".formatted(moved, spentNanos / NANOS_PER_SECOND);
  }
}
