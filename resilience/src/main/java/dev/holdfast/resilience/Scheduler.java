// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;

/**
 * Runs background work: few, named, daemon threads that end with {@link #close()}.
 *
 * <p>Thread-safe. A task that throws is reported to the thread's uncaught-exception handler; a
 * repeated one goes on. Whoever created the scheduler closes it.
 */
public interface Scheduler extends AutoCloseable {

  /**
   * Runs a task once after a delay.
   *
   * @param name what the task is, for thread names and traces
   * @param delay zero or more
   * @throws IllegalArgumentException if the delay is negative
   * @throws IllegalStateException if the scheduler is closed
   */
  Task schedule(String name, Duration delay, Runnable task);

  /**
   * Runs a task again and again: first after {@code period}, then each time {@code period} after
   * the end of the last run.
   *
   * @param name what the task is, for thread names and traces
   * @param period more than zero
   * @throws IllegalArgumentException if the period is zero or negative
   * @throws IllegalStateException if the scheduler is closed
   */
  Task repeat(String name, Duration period, Runnable task);

  /** Cancels what has not begun, interrupts what runs, and returns without waiting. Idempotent. */
  @Override
  void close();

  /**
   * A scheduler with its own daemon threads.
   *
   * @param name prefix of the thread names
   * @param threads how many threads at the most, at least one
   */
  static Scheduler system(String name, int threads) {
    return new SystemScheduler(name, threads);
  }

  /** A handle of scheduled work. */
  interface Task {

    /** Stops future runs; a run in progress is interrupted. */
    void cancel();
  }
}
