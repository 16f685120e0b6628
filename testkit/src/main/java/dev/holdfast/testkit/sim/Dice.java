// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.SplittableRandom;

/**
 * The choices a seed makes for a schedule. How often threads change is itself drawn once from the
 * seed, so that some schedules preempt at each step and some hardly ever: rare interleavings of
 * both kinds are then reached (swarm testing: Groce et al., ISSTA 2012).
 */
final class Dice {

  private final SplittableRandom random;
  private final int switchesOfEight;
  private final long longestStepNanos;

  Dice(SplittableRandom random, long longestStepNanos) {
    this.random = random;
    this.longestStepNanos = longestStepNanos;
    this.switchesOfEight = 1 << random.nextInt(4);
  }

  /** Whether a thread that could go on stands back. */
  boolean changesThread() {
    return (random.nextInt() & 7) < switchesOfEight;
  }

  /** One of {@code bound} candidates. */
  int oneOf(int bound) {
    return bound == 1 ? 0 : random.nextInt(bound);
  }

  /** How long a step takes: nothing in one case of four. */
  long stepNanos() {
    return longestStepNanos == 0L || (random.nextInt() & 3) == 0
        ? 0L
        : random.nextLong(longestStepNanos + 1);
  }
}
