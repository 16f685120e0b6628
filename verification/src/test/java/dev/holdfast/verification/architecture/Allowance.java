// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static dev.holdfast.verification.architecture.Effect.MACHINE;
import static dev.holdfast.verification.architecture.Effect.RANDOM;
import static dev.holdfast.verification.architecture.Effect.THREAD;
import static dev.holdfast.verification.architecture.Effect.TIME;
import static dev.holdfast.verification.architecture.Effect.WAIT;

import java.util.List;
import java.util.Set;

/**
 * A class that may have effects, and why.
 *
 * <p>An allowance that its class no longer needs fails the build.
 *
 * @param type name of the top-level class below {@code dev.holdfast}; nested classes are included
 * @param reason why no other class can do it for this one
 * @param effects what it may do
 */
record Allowance(String type, String reason, Set<Effect> effects) {

  /** The adapters of the house. Everything else gets its effects through its constructor. */
  static final List<Allowance> ALL =
      List.of(
          of("resilience.SystemTicker", "the monotonic clock of the machine", TIME),
          of("resilience.Environment", "hands out the wall clock of the machine", TIME),
          of("resilience.SystemRandom", "the randomness of the machine", RANDOM),
          of("resilience.SystemScheduler", "background threads", THREAD),
          of("resilience.Signal", "where threads park, called by ParkingWaits alone", WAIT),
          of("storage.engine.WorkerThreads", "threads of the asynchronous view", THREAD),
          of("storage.s3.PartThreads", "threads that send parts", THREAD),
          of("testkit.net.EventLoop", "real sockets live in real time", TIME, WAIT, THREAD),
          of("testkit.s3.ServerThreads", "threads of a server, ended and joined", WAIT, THREAD),
          of("testkit.sim.Baton", "hands the turn to the next thread in line", TIME, WAIT),
          of("testkit.sim.SimulationThreads", "joins the threads of an ended run", WAIT),
          of("testkit.sim.Worker", "a thread of a simulation", THREAD),
          of("testkit.storage.Together", "races threads against a real driver", WAIT, THREAD),
          of("testkit.campaign.SourceCompiler", "needs the class path of the test", MACHINE),
          of("testkit.sim.Schedules", "a seed on the command line repeats a run", MACHINE));

  Allowance {
    if (reason.isBlank() || effects.isEmpty()) {
      throw new IllegalArgumentException("a reason and an effect are needed for " + type);
    }
  }

  static Allowance of(String type, String reason, Effect... effects) {
    return new Allowance("dev.holdfast." + type, reason, Set.of(effects));
  }
}
