// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends simulated threads against their will.
 *
 * <p>A thread that is killed is resumed at once, by its killer, at the seam where it stands. The
 * seam throws {@link SimulatedDeath}, and so does each further seam, until the body has ended; then
 * the baton goes back to the killer. Nothing else runs in between and no time passes.
 */
final class Reaper {

  private static final int MOST_DEATHS = 1_000;

  private final Strands strands;
  private final Outcome outcome;
  private final Driver driver;
  private @Nullable Baton killer;

  Reaper(Strands strands, Outcome outcome, Driver driver) {
    this.strands = strands;
    this.outcome = outcome;
    this.driver = driver;
  }

  /** Kills all threads of a process but the caller, which is only marked. */
  void kill(Group group, @Nullable Strand caller) {
    List<Strand> dying = strands.where(any -> any.group() == group && !any.killed());
    for (Strand strand : dying) {
      strand.kill();
      if (strand.client()) {
        driver.clientEnded();
      }
    }
    for (Strand strand : dying) {
      if (strand != caller) {
        unwind(strand, Baton.of(caller));
      }
    }
  }

  /** Unwinds whatever is left; called by the driving thread. */
  void killAll() {
    for (Strand strand : strands.where(any -> true)) {
      strand.kill();
      unwind(strand, Baton.of(null));
    }
  }

  private void unwind(Strand strand, Baton own) {
    Worker worker = strand.worker();
    if (worker == null) {
      strands.forget(strand);
      return;
    }
    killer = own;
    worker.baton().pass();
    own.await();
  }

  /** Who waits for the end of the thread that ends now; null if it was not killed by another. */
  @Nullable Baton takeKiller() {
    Baton waiting = killer;
    killer = null;
    return waiting;
  }

  void dieIfKilled(Strand strand) {
    if (strand.killed()) {
      throw death(strand);
    }
  }

  private SimulatedDeath death(Strand strand) {
    if (strand.nextDeath() > MOST_DEATHS) {
      abandon(strand);
    }
    return new SimulatedDeath(strand.name());
  }

  /** Gives up on a thread that swallows its death again and again; it stays parked. */
  private void abandon(Strand strand) {
    outcome.fail(strand.name() + " goes on after its process was killed: it swallows errors");
    strands.forget(strand);
    Baton own = Baton.of(strand);
    Baton waiting = takeKiller();
    if (waiting == null) {
      driver.resume();
    } else {
      waiting.pass();
    }
    while (true) {
      own.await();
    }
  }
}
