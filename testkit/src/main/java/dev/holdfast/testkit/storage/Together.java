// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same time, each in a thread of its own, and gives up after half a minute. */
final class Together {

  private static final long PATIENCE_SECONDS = 30;

  private Together() {}

  /**
   * Begins all tasks at once and waits for all.
   *
   * @return what they returned, in the order of the tasks
   * @throws AssertionError with the failure of the first task that failed, or if one does not end
   */
  static <T> List<T> run(List<Callable<T>> tasks) {
    CountDownLatch ready = new CountDownLatch(tasks.size());
    List<FutureTask<T>> running = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Callable<T> task : tasks) {
      FutureTask<T> future =
          new FutureTask<>(
              () -> {
                ready.countDown();
                await(ready, "the other threads to begin");
                return task.call();
              });
      running.add(future);
      threads.add(start(future, "contract-" + threads.size()));
    }
    try {
      List<T> results = new ArrayList<>();
      for (FutureTask<T> future : running) {
        results.add(result(future));
      }
      return results;
    } finally {
      threads.forEach(Together::end);
    }
  }

  /** Runs one task in a thread of its own. */
  static <T> T inThread(Callable<T> task) {
    return run(List.of(task)).get(0);
  }

  /** Waits for a latch. */
  static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain for " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static <T> T result(FutureTask<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread of the test failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a thread of the test does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  /** A thread that still runs belongs to a test that has failed. */
  private static void end(Thread thread) {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
