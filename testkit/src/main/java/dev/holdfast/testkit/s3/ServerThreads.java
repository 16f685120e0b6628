// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The daemon threads of one server: the adapter of this package to threads. */
final class ServerThreads {
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> threads = new HashSet<>();
  private final String prefix;

  ServerThreads(String prefix) {
    this.prefix = prefix;
  }

  /** Runs work on a thread of its own. */
  void start(String name, Runnable work) {
    Thread thread = new Thread(work, prefix + "-" + name);
    thread.setDaemon(true);
    lock.lock();
    try {
      threads.removeIf(one -> one.getState() == Thread.State.TERMINATED);
      threads.add(thread);
      thread.start();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all threads have ended, for ten seconds each at most. An interrupt is kept. */
  void joinAll() {
    Set<Thread> all;
    lock.lock();
    try {
      all = new HashSet<>(threads);
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (Thread thread : all) {
      interrupted |= Thread.interrupted();
      interrupted |= joinInterrupted(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joinInterrupted(Thread thread) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, JOIN_LIMIT.toNanos());
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
