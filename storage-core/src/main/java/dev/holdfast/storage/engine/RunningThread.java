// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that does a piece of work, to be interrupted while it does it and at no other time.
 * Thread-safe.
 */
final class RunningThread {

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private boolean begun;
  private boolean stopped;
  private boolean interrupted;

  /** The calling thread begins; false if the work was stopped before. */
  boolean enter() {
    lock.lock();
    try {
      if (!stopped) {
        begun = true;
        thread = Thread.currentThread();
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread is done; an interrupt that {@link #stop} sent is taken back. */
  void exit() {
    lock.lock();
    try {
      thread = null;
      if (interrupted) {
        interrupted = false;
        boolean ignored = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the work, or keeps it from beginning; whether it had begun. */
  boolean stop() {
    lock.lock();
    try {
      stopped = true;
      if (thread != null) {
        interrupted = true;
        thread.interrupt();
      }
      return begun;
    } finally {
      lock.unlock();
    }
  }
}
