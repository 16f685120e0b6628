// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Scheduler;

/**
 * Begins blocking work in another thread, at once or never. Thread-safe.
 *
 * <p>Apart from {@link Scheduler}, whose one thread is for short work at a later time. In a
 * simulation a scheduler with a delay of zero is a starter, because there each task has a thread.
 */
@FunctionalInterface
public interface Starter {

  /**
   * Begins the work.
   *
   * @param name what the work is, for thread names and traces
   * @return cancel interrupts the work, or keeps it from beginning
   * @throws java.util.concurrent.RejectedExecutionException if no thread is free
   */
  Scheduler.Task start(String name, Runnable work);
}
