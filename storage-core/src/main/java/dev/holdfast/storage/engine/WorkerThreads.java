// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Adapter: the threads of a storage, started on first use. Virtual ones where the JDK has them,
 * else two bounded pools of daemon threads that reject what is too much.
 *
 * @param calls runs asynchronous calls
 * @param content reads the content of callers, frees what may block, and sends requests that may
 *     get a second one; apart from {@code calls}, because a call waits for these
 * @param end ends idle threads now and busy ones when their work is done
 */
record WorkerThreads(Executor calls, Executor content, Runnable end) {

  static final int MOST_CALLS = 16;
  static final int MOST_WAITING_CALLS = 256;
  static final int MOST_CONTENTS = 256;

  private static final Duration IDLE = Duration.ofSeconds(10);

  /**
   * The threads of a storage.
   *
   * @param name of the storage, part of the names of the threads
   */
  static WorkerThreads of(String name) {
    String calls = "holdfast-" + name + "-async-";
    String content = "holdfast-" + name + "-content-";
    Optional<ThreadFactory> virtualCalls = VirtualThreads.factory(calls);
    Optional<ThreadFactory> virtualContent = VirtualThreads.factory(content);
    return virtualCalls.isPresent() && virtualContent.isPresent()
        ? new WorkerThreads(each(virtualCalls.get()), each(virtualContent.get()), () -> {})
        : pooled(daemons(calls), daemons(content));
  }

  /** Pools for a JDK without virtual threads. */
  static WorkerThreads pooled(ThreadFactory callThreads, ThreadFactory contentThreads) {
    ThreadPoolExecutor calls =
        pool(MOST_CALLS, MOST_CALLS, new LinkedBlockingQueue<>(MOST_WAITING_CALLS), callThreads);
    ThreadPoolExecutor content = pool(0, MOST_CONTENTS, new SynchronousQueue<>(), contentThreads);
    return new WorkerThreads(
        calls,
        content,
        () -> {
          calls.shutdown();
          content.shutdown();
        });
  }

  /** Begins blocking work in a thread for content. */
  Scheduler.Task start(Runnable work) {
    RunningThread running = new RunningThread();
    content.execute(
        () -> {
          if (!running.enter()) {
            return;
          }
          try {
            work.run();
          } finally {
            running.exit();
          }
        });
    return () -> {
      boolean ignored = running.stop();
    };
  }

  /** Makes daemon threads named {@code <prefix>0}, {@code <prefix>1}, and so on. */
  static ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Executor each(ThreadFactory factory) {
    return work -> factory.newThread(work).start();
  }

  private static ThreadPoolExecutor pool(
      int core, int most, BlockingQueue<Runnable> queue, ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(core, most, IDLE.toMillis(), TimeUnit.MILLISECONDS, queue, factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
