// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.Arrays;

/**
 * A histogram of durations that forgets them after a number of slices of time. Buckets grow
 * exponentially, eight for each doubling, so a quantile is at most an eighth too high. No clock and
 * no lock: a pure state with the slice as its time.
 */
final class LatencyWindow {

  private static final int PER_DOUBLING = 8;
  private static final int BITS = 3;
  private static final int BUCKETS = (64 - BITS) * PER_DOUBLING;

  private final int[][] slices;
  private final int[] totals = new int[BUCKETS];
  private int count;
  private long newest;

  LatencyWindow(int slices) {
    this.slices = new int[slices][BUCKETS];
  }

  /** Moves to a slice; an earlier one than the newest changes nothing. */
  void advance(long slice) {
    long oldest = Math.max(newest + 1, slice - slices.length + 1);
    for (long next = oldest; next <= slice; next++) {
      forget(slices[index(next)]);
    }
    newest = Math.max(newest, slice);
  }

  void add(long micros) {
    int bucket = bucket(Math.max(0L, micros));
    slices[index(newest)][bucket]++;
    totals[bucket]++;
    count++;
  }

  int count() {
    return count;
  }

  /** An upper bound of the smallest duration that the given share of all do not exceed, in us. */
  long quantile(double share) {
    long rank = Math.max(1L, (long) Math.ceil(share * count));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += totals[bucket];
      if (seen >= rank) {
        return upperBound(bucket);
      }
    }
    throw new IllegalStateException("an empty window has no quantile");
  }

  /** Below eight each value has a bucket; above, the three bits after the highest choose it. */
  static int bucket(long micros) {
    if (micros < PER_DOUBLING) {
      return (int) micros;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(micros);
    int mantissa = (int) (micros >>> (exponent - BITS)) & (PER_DOUBLING - 1);
    return (exponent - BITS + 1) * PER_DOUBLING + mantissa;
  }

  static long upperBound(int bucket) {
    if (bucket < PER_DOUBLING) {
      return bucket;
    }
    int shift = bucket / PER_DOUBLING - 1;
    long mantissa = PER_DOUBLING + (long) bucket % PER_DOUBLING;
    return ((mantissa + 1) << shift) - 1;
  }

  private void forget(int[] slice) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      totals[bucket] -= slice[bucket];
      count -= slice[bucket];
    }
    Arrays.fill(slice, 0);
  }

  private int index(long slice) {
    return (int) Math.floorMod(slice, (long) slices.length);
  }
}
