// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Adapter: the daemon threads that send parts, started on first use, gone after close. */
final class PartThreads implements AutoCloseable {

  private static final int MOST_WAITING = 10_000;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  /**
   * Threads for a storage.
   *
   * @param name of the storage, part of the names of the threads
   * @param threads at the most
   */
  PartThreads(String name, int threads) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread =
                  new Thread(work, "holdfast-" + name + "-part-" + count.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a task.
   *
   * @throws RejectedExecutionException if too many wait, or the threads were closed
   */
  void run(PartTask task) {
    pool.execute(task);
  }

  /** Interrupts what runs and drops what waits; does not wait itself. */
  @Override
  public void close() {
    pool.shutdownNow().forEach(task -> ((PartTask) task).drop());
  }
}
