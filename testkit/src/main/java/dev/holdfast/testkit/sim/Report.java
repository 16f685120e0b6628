// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Words a failure: the seed, who is where, and the last steps. */
final class Report {

  private static final int FRAMES = 5;

  /** Classes that stand between a caller's code and the point where its thread is parked. */
  private static final Set<String> MACHINERY =
      Set.of(
          "java.lang.Thread",
          "java.util.concurrent.locks.LockSupport",
          "dev.holdfast.resilience.Waits",
          Baton.class.getName(),
          Kernel.class.getName(),
          Report.class.getName(),
          Simulation.class.getName(),
          SimulatedWaits.class.getName(),
          Strand.class.getName(),
          Worker.class.getName());

  private Report() {}

  static String headline(long seed, String what, Trace trace, VirtualTime time) {
    return what
        + " [seed 0x"
        + Long.toHexString(seed)
        + "L, step "
        + trace.size()
        + ", virtual time "
        + Duration.ofNanos(time.nanos())
        + "]";
  }

  /** One line for each thread: its name, its process, what it waits for and where. */
  static String threads(List<Strand> strands) {
    StringBuilder lines = new StringBuilder("\nthreads:");
    for (Strand strand : strands) {
      lines
          .append("\n  ")
          .append(strand.name())
          .append(" of ")
          .append(strand.group().name())
          .append(strand.group().frozen() ? " (frozen) " : " ")
          .append(state(strand));
    }
    return lines.toString();
  }

  private static String state(Strand strand) {
    Worker worker = strand.worker();
    if (worker == null) {
      return "has not started";
    }
    String wait = strand.waitsFor();
    return (wait == null ? "could go on" : wait) + " at " + place(worker.getStackTrace());
  }

  private static String place(StackTraceElement[] frames) {
    StringBuilder place = new StringBuilder();
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (shown < FRAMES && !MACHINERY.contains(frame.getClassName())) {
        place.append(shown == 0 ? "" : " < ").append(frame);
        shown++;
      }
    }
    return place.toString();
  }
}
