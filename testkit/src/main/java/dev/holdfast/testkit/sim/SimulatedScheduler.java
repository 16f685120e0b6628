// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Scheduler;
import java.time.Duration;

/** Background work of one life of a process group; each run is a simulated thread of its own. */
final class SimulatedScheduler implements Scheduler {

  private final Kernel kernel;
  private final Group group;
  private boolean closed;

  SimulatedScheduler(Kernel kernel, Group group) {
    this.kernel = kernel;
    this.group = group;
  }

  @Override
  public Task schedule(String name, Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay of " + name + " must not be negative: " + delay);
    }
    return submit(new SimulatedTask(kernel, this, name, task::run, Duration.ZERO), delay);
  }

  @Override
  public Task repeat(String name, Duration period, Runnable task) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period of " + name + " must be positive: " + period);
    }
    return submit(new SimulatedTask(kernel, this, name, task::run, period), period);
  }

  private Task submit(SimulatedTask task, Duration delay) {
    kernel.requireAlive();
    if (closed) {
      throw new IllegalStateException("the scheduler is closed; task refused: " + task.name());
    }
    task.submit(group, delay);
    return task;
  }

  @Override
  public void close() {
    kernel.requireAlive();
    closed = true;
    kernel.strands().cancelTasksOf(this);
  }

  /** Refuses all further work; the process it belonged to was killed. */
  void die() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}
