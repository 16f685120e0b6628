// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The simulated threads that have not ended, in the order in which they were made. */
final class Strands {

  private final List<Strand> live = new ArrayList<>();
  private final List<Strand> candidates = new ArrayList<>();

  void add(Strand strand) {
    live.add(strand);
  }

  /** Drops a thread that has ended or will not begin. */
  void forget(Strand strand) {
    strand.end();
    live.remove(strand);
  }

  /** Forgets a thread that has not started, interrupts one that has. */
  void cancel(Strand strand) {
    if (strand.started()) {
      strand.interrupt();
    } else {
      forget(strand);
    }
  }

  void cancelTasksOf(SimulatedScheduler scheduler) {
    for (Strand strand : where(any -> any.task() != null && any.task().of(scheduler))) {
      cancel(strand);
    }
  }

  List<Strand> where(Predicate<Strand> condition) {
    List<Strand> found = new ArrayList<>();
    for (Strand strand : live) {
      if (condition.test(strand)) {
        found.add(strand);
      }
    }
    return found;
  }

  /**
   * Chooses who runs next; if nobody can, moves time to the next point at which somebody can.
   *
   * @return null if nobody will ever be able to go on
   */
  @Nullable Strand pick(Dice dice, VirtualTime time) {
    if (!findRunnable(time.nanos())) {
      long earliest = earliestWakeUp();
      if (earliest == VirtualTime.NEVER) {
        return null;
      }
      time.moveTo(earliest);
      findRunnable(earliest);
    }
    return candidates.get(dice.oneOf(candidates.size()));
  }

  private boolean findRunnable(long now) {
    candidates.clear();
    for (int i = 0; i < live.size(); i++) {
      Strand strand = live.get(i);
      if (strand.runnable(now)) {
        candidates.add(strand);
      }
    }
    return !candidates.isEmpty();
  }

  private long earliestWakeUp() {
    long earliest = VirtualTime.NEVER;
    for (int i = 0; i < live.size(); i++) {
      earliest = Math.min(earliest, live.get(i).wakeAt());
    }
    return earliest;
  }
}
