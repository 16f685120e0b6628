// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The effects a component needs from outside, handed in through its constructor: wall clock,
 * monotonic ticker, waits, background work, randomness.
 *
 * <p>{@link #system(String)} is what applications run on; a simulator supplies its own. Whoever
 * creates an environment closes its scheduler.
 *
 * @param clock wall clock, for timestamps that people read; never for timeouts
 * @param ticker monotonic time, for every duration that is measured or waited for
 * @param waits the seam through which threads wait
 * @param scheduler runs background work
 * @param random ids, nonces and jitter; thread-safe
 */
public record Environment(
    InstantSource clock, Ticker ticker, Waits waits, Scheduler scheduler, RandomGenerator random) {

  /** Checks that nothing is missing. */
  public Environment {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(ticker, "ticker");
    Objects.requireNonNull(waits, "waits");
    Objects.requireNonNull(scheduler, "scheduler");
    Objects.requireNonNull(random, "random");
  }

  /** The machine's own wall clock. */
  public static InstantSource systemClock() {
    return Clock.systemUTC();
  }

  /**
   * The machine's own clock, ticker, threads and randomness.
   *
   * @param name prefix of the names of background threads
   */
  public static Environment system(String name) {
    return new Environment(
        systemClock(),
        Ticker.system(),
        Waits.parking(),
        Scheduler.system(name, 1),
        SystemRandom.secure());
  }
}
