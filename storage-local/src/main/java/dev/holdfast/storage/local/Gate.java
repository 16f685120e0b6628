// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Waits;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets those in who change names below a root, until the store is closed, and knows when the last
 * of them has left: only then may the root go to another owner. Thread-safe.
 */
final class Gate {

  private final Waits waits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Signal changed = Signal.of(this::empty);
  private int inside;
  private boolean closed;
  private @Nullable Runnable lastly;

  Gate(Waits waits) {
    this.waits = waits;
  }

  /** Goes in, unless the store is closed. Whoever is in leaves. */
  boolean enter() {
    lock.lock();
    try {
      inside += closed ? 0 : 1;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Goes out. */
  void leave() {
    Runnable duty = null;
    boolean last;
    lock.lock();
    try {
      inside--;
      last = closed && inside == 0;
      if (last) {
        duty = lastly;
        lastly = null;
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      changed.changed();
    }
    if (duty != null) {
      duty.run();
    }
  }

  /** Whether nobody is let in any more. */
  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody in any more and waits for those inside; an interrupt does not end the wait.
   *
   * @param duty what the last one does who leaves, if that is not before the deadline
   * @return whether all have left; then {@code duty} is the caller's
   */
  boolean close(Runnable duty, Deadline deadline) {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    awaitEmpty(deadline);
    lock.lock();
    try {
      lastly = inside == 0 ? null : duty;
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }

  private void awaitEmpty(Deadline deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        boolean ignored = waits.await(changed, deadline); // close() looks
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean empty() {
    lock.lock();
    try {
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }
}
