// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong in a simulation so far. */
final class Outcome {

  private final long seed;
  private final Trace trace;
  private final VirtualTime time;
  private final Strands strands;
  private final List<SimulationFailure> ofTasks = new ArrayList<>();
  private @Nullable SimulationFailure fatal;

  Outcome(long seed, Trace trace, VirtualTime time, Strands strands) {
    this.seed = seed;
    this.trace = trace;
    this.time = time;
    this.strands = strands;
  }

  /** Whether the schedule cannot go on. */
  boolean failed() {
    return fatal != null;
  }

  /** A client's exception ends the schedule; a task's is kept until the clients have finished. */
  void threw(Strand strand, Throwable thrown) {
    String kind = strand.client() ? "client " : "background task ";
    SimulationFailure failure = failure(kind + strand.name() + " threw " + thrown, "", thrown);
    if (strand.client() && fatal == null) {
      fatal = failure;
    } else {
      ofTasks.add(failure);
    }
  }

  void fail(String what) {
    if (fatal == null) {
      fatal = failure(what, Report.threads(strands.where(any -> true)), null);
    }
  }

  /** Throws what has been collected. A fatal failure is thrown again each time. */
  void rethrow() {
    SimulationFailure first = fatal;
    if (first == null && !ofTasks.isEmpty()) {
      first = ofTasks.remove(0);
    }
    if (first != null) {
      ofTasks.forEach(first::addSuppressed);
      ofTasks.clear();
      throw first;
    }
  }

  SimulationFailure failure(String what, String threads, @Nullable Throwable cause) {
    String headline = Report.headline(seed, what, trace, time);
    return new SimulationFailure(seed, headline + threads + "\nlast steps:" + trace.tail(), cause);
  }
}
