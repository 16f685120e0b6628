// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A simulated process: what is frozen, killed and given a wall clock together. */
final class Group {

  private final Kernel kernel;
  private final String name;
  private final Instant start;
  private final RandomGenerator random;
  private final InstantSource clock = this::now;
  private Duration shift = Duration.ZERO;
  private boolean frozen;
  private long incarnation = 1;
  private SimulatedScheduler scheduler;

  Group(Kernel kernel, String name, Instant start, RandomGenerator random) {
    this.kernel = kernel;
    this.name = name;
    this.start = start;
    this.random = random;
    this.scheduler = new SimulatedScheduler(kernel, this);
  }

  String name() {
    return name;
  }

  /** Counts the lives of this process, from one. */
  long incarnation() {
    return incarnation;
  }

  boolean frozen() {
    return frozen;
  }

  void freeze(boolean stopped) {
    frozen = stopped;
  }

  void shiftClock(Duration by) {
    shift = shift.plus(by);
  }

  /** Forgets the life that ended. */
  void renew() {
    scheduler.die();
    scheduler = new SimulatedScheduler(kernel, this);
    incarnation++;
    frozen = false;
  }

  Environment environment() {
    return new Environment(clock, kernel.time(), kernel.waits(), scheduler, random);
  }

  private Instant now() {
    return start.plusNanos(kernel.time().nanos()).plus(shift);
  }
}
