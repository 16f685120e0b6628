// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Simulation}. Not thread-safe. */
public final class SimulationBuilder {

  private long seed;
  private @Nullable SimulationThreads threads;
  private int stepLimit = 100_000;
  private Duration longestStep = Duration.ofMillis(1);
  private Duration stallAfter = Duration.ofSeconds(20);
  private Instant start = Instant.parse("2030-01-01T00:00:00Z");

  SimulationBuilder() {}

  /** Decides everything that happens; default zero. */
  public SimulationBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Threads to borrow; default: the simulation's own, which end when it is closed. */
  public SimulationBuilder threads(SimulationThreads value) {
    threads = value;
    return this;
  }

  /** How many steps one run may take before it counts as a livelock; default 100,000. */
  public SimulationBuilder stepLimit(int value) {
    stepLimit = value;
    return this;
  }

  /** The most virtual time that one step takes; default one millisecond, zero for none. */
  public SimulationBuilder longestStep(Duration value) {
    longestStep = value;
    return this;
  }

  /**
   * How much real time may pass without a step before a thread counts as blocked outside the seams,
   * which ends the run; default 20 seconds.
   */
  public SimulationBuilder stallAfter(Duration value) {
    stallAfter = value;
    return this;
  }

  /** What the wall clock shows at first; default the beginning of 2030, UTC. */
  public SimulationBuilder start(Instant value) {
    start = value;
    return this;
  }

  /**
   * A simulation with no clients yet.
   *
   * @throws IllegalArgumentException if a setting is out of range; the message names each
   */
  public Simulation build() {
    List<String> problems = new ArrayList<>();
    if (stepLimit < 1) {
      problems.add("stepLimit must be at least 1: " + stepLimit);
    }
    if (longestStep.isNegative() || longestStep.compareTo(Duration.ofDays(1)) > 0) {
      problems.add("longestStep must be between zero and one day: " + longestStep);
    }
    if (stallAfter.isNegative() || stallAfter.isZero()) {
      problems.add("stallAfter must be more than zero: " + stallAfter);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    SplittableRandom root = new SplittableRandom(seed);
    Dice dice = new Dice(root.split(), longestStep.toNanos());
    SimulationThreads used = threads == null ? SimulationThreads.create() : threads;
    Kernel kernel = new Kernel(seed, dice, used, stepLimit, stallAfter);
    return new Simulation(kernel, seed, start, root.split(), threads == null ? used : null);
  }
}
