// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads of a test whose end is awaited for ten seconds at most. */
final class RealThreads {

  private static final long LONGEST_SECONDS = 10;

  private final List<FutureTask<?>> tasks = new ArrayList<>();

  Thread start(String name, Callable<?> body) {
    FutureTask<?> task = new FutureTask<>(body);
    tasks.add(task);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits for all of them and rethrows what they threw. */
  void join() throws Exception {
    for (FutureTask<?> task : tasks) {
      Object ignored =
          task.get(LONGEST_SECONDS, TimeUnit.SECONDS); // the end matters, not the value
    }
  }

  /** A deadline that only a test that hangs reaches. */
  static Deadline generous() {
    return Deadline.after(Duration.ofSeconds(LONGEST_SECONDS), Ticker.system());
  }

  static void awaitParked(Thread thread) {
    await(
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
  }

  static void await(BooleanSupplier condition) {
    Deadline deadline = generous();
    while (!condition.getAsBoolean()) {
      assertThat(deadline.expired()).as("still waiting for a condition").isFalse();
      Thread.onSpinWait();
    }
  }
}
