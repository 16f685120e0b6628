// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Adapter: background work on daemon threads of this JVM, started on first use. */
final class SystemScheduler implements Scheduler {

  private final ScheduledThreadPoolExecutor executor;

  SystemScheduler(String name, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a scheduler needs at least one thread: " + threads);
    }
    AtomicInteger count = new AtomicInteger();
    executor =
        new ScheduledThreadPoolExecutor(
            threads,
            work -> {
              Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Task schedule(String name, Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay of " + name + " must not be negative: " + delay);
    }
    long nanos = Deadline.saturatedNanos(delay);
    return submit(
        name, () -> executor.schedule(reporting(name, task), nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public Task repeat(String name, Duration period, Runnable task) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period of " + name + " must be positive: " + period);
    }
    long nanos = Deadline.saturatedNanos(period);
    return submit(
        name,
        () ->
            executor.scheduleWithFixedDelay(
                reporting(name, task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Task submit(String name, Supplier<Future<?>> submission) {
    try {
      Future<?> future = submission.get();
      return () -> future.cancel(true);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the scheduler is closed; task refused: " + name, e);
    }
  }

  /** A run that is visible in the thread's name, and whose failure does not end the repetition. */
  private static Runnable reporting(String name, Runnable task) {
    return () -> {
      Thread thread = Thread.currentThread();
      String idleName = thread.getName();
      thread.setName(idleName + " " + name);
      try {
        task.run();
      } catch (Throwable e) {
        report(thread, e);
      } finally {
        thread.setName(idleName);
      }
    };
  }

  private static void report(Thread thread, Throwable failure) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (RuntimeException ignored) { // as the JVM does with a handler that fails
    }
  }
}
