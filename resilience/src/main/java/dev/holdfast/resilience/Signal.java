// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A condition that threads wait for through {@link Waits}, and that others announce a change of.
 *
 * <p>Whoever changes the state behind the condition calls {@link #changed()} afterwards; a waiter
 * then looks again. A waiter looks only when it begins to wait, after a call of {@link #changed()},
 * and when its deadline has come: a forgotten call makes waiters late, and without a deadline it
 * strands them. Thread-safe.
 */
public final class Signal {

  /*
   * Implementation notes.
   * Invariant: `changes` grows under the lock and nowhere else, so a waiter that read it before it
   * evaluated the condition cannot miss a change: it parks only while the number is the one it read.
   * Lock order: the lock is a leaf. The condition is never evaluated under it, hence a condition may
   * take a lock that is also held around changed().
   */
  private final BooleanSupplier condition;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong changes = new AtomicLong();

  private Signal(BooleanSupplier condition) {
    this.condition = condition;
  }

  /**
   * A signal for a condition.
   *
   * @param condition cheap, free of side effects and of waiting; may be evaluated by any thread at
   *     any time
   */
  public static Signal of(BooleanSupplier condition) {
    return new Signal(Objects.requireNonNull(condition, "condition"));
  }

  /** A condition that never holds; waiting for it is a pause. */
  public static Signal never() {
    return new Signal(() -> false);
  }

  /** Whether the condition holds now. */
  public boolean holds() {
    return condition.getAsBoolean();
  }

  /** Makes every waiter look again. */
  public void changed() {
    lock.lock();
    try {
      changes.incrementAndGet();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many times {@link #changed()} has been called; what an implementation of {@link Waits}
   * reads before it looks at the condition, and again before it parks.
   */
  public long changes() {
    return changes.get();
  }

  /** Parks the calling thread until the condition holds or the deadline has come. */
  boolean park(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (true) {
      long seen = changes.get();
      if (holds()) {
        return true;
      }
      if (!parkWhile(seen, deadline)) {
        return holds();
      }
    }
  }

  /** Parks until the number of changes is no longer {@code seen}; false if the deadline came. */
  private boolean parkWhile(long seen, Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (changes.get() == seen) {
        long left = deadline.remainingNanos();
        if (left == 0L) {
          return false;
        }
        long ignored = changed.awaitNanos(left); // spurious or not, the loop looks again
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
