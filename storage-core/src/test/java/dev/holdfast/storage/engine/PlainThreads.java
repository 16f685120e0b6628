// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that do one piece of work after the other and, unlike those of the JDK's pools, leave the
 * interrupt flag as the last one left it.
 */
final class PlainThreads implements Executor {

  /** Pieces of work that left the flag set. */
  final AtomicInteger flagsLeft = new AtomicInteger();

  /** Nothing stands for the end. */
  private final BlockingQueue<Optional<Runnable>> queue = new LinkedBlockingQueue<>();

  private final List<Thread> threads = new ArrayList<>();

  PlainThreads(String name, int count) {
    for (int number = 0; number < count; number++) {
      Thread thread = new Thread(this::work, name + "-" + number);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  @Override
  public void execute(Runnable work) {
    queue.add(Optional.of(work));
  }

  /** Ends the threads when all that was given has been done. */
  void end() {
    threads.forEach(thread -> queue.add(Optional.empty()));
    for (Thread thread : threads) {
      Eventually.holds(thread.getName() + " ends", () -> !thread.isAlive());
    }
  }

  private void work() {
    for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
      next.get().run();
      flagsLeft.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
    }
  }

  private Optional<Runnable> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException ignored) { // counted where it was left
      }
    }
  }
}
