// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Scheduled work; a period of zero means once. */
final class SimulatedTask implements Scheduler.Task {

  private final Kernel kernel;
  private final SimulatedScheduler scheduler;
  private final String name;
  private final ClientBody body;
  private final Duration period;
  private @Nullable Strand run;
  private boolean cancelled;

  SimulatedTask(
      Kernel kernel, SimulatedScheduler scheduler, String name, ClientBody body, Duration period) {
    this.kernel = kernel;
    this.scheduler = scheduler;
    this.name = name;
    this.body = body;
    this.period = period;
  }

  String name() {
    return name;
  }

  boolean of(SimulatedScheduler owner) {
    return scheduler == owner;
  }

  void submit(Group group, Duration delay) {
    run = kernel.spawn(group, name, body, this, delay);
  }

  /** Called after each run: makes the next one due unless this was the last. */
  void ran(Strand ended) {
    if (!period.isZero() && !cancelled && !scheduler.closed()) {
      submit(ended.group(), period);
    }
  }

  @Override
  public void cancel() {
    kernel.requireAlive();
    cancelled = true;
    if (run != null) {
      kernel.strands().cancel(run);
    }
  }
}
