// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.Arrays;

/**
 * A sum of signed amounts that forgets each of them after a number of slices of time. No clock and
 * no lock: a pure state with the slice as its time.
 */
final class BudgetWindow {

  private final long[] sums;
  private long newest;
  private long total;

  BudgetWindow(int slices, long slice) {
    sums = new long[slices];
    newest = slice;
  }

  /** Moves to a slice; an earlier one than the newest changes nothing. */
  void advance(long slice) {
    long passed = slice - newest;
    if (passed <= 0) {
      return;
    }
    if (passed >= sums.length) {
      Arrays.fill(sums, 0L);
      total = 0L;
    } else {
      for (long next = newest + 1; next <= slice; next++) {
        int index = index(next);
        total -= sums[index];
        sums[index] = 0L;
      }
    }
    newest = slice;
  }

  void add(long amount) {
    sums[index(newest)] += amount;
    total += amount;
  }

  long total() {
    return total;
  }

  private int index(long slice) {
    return (int) Math.floorMod(slice, (long) sums.length);
  }
}
