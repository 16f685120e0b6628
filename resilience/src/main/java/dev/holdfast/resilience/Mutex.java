// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Mutual exclusion that may be held across I/O and other waits, because it is acquired through
 * {@link Waits}.
 *
 * <p>Not reentrant and not fair. Release from any thread is allowed; releasing a free mutex is an
 * error.
 */
public final class Mutex {

  private final Waits waits;
  private final AtomicBoolean held = new AtomicBoolean();
  private final Signal free = Signal.of(() -> !held.get());

  /** A free mutex whose acquirers wait through {@code waits}. */
  public Mutex(Waits waits) {
    this.waits = waits;
  }

  /** Acquires if free; never waits. */
  public boolean tryAcquire() {
    return held.compareAndSet(false, true);
  }

  /**
   * Acquires, waiting until the deadline at most.
   *
   * @return whether it was acquired; false if the deadline came first
   * @throws InterruptedException if the calling thread is interrupted while waiting
   */
  public boolean acquire(Deadline deadline) throws InterruptedException {
    while (!tryAcquire()) {
      if (!waits.await(free, deadline)) {
        return tryAcquire();
      }
    }
    return true;
  }

  /**
   * Releases and wakes the waiters.
   *
   * @throws IllegalStateException if it is not held
   */
  public void release() {
    if (!held.compareAndSet(true, false)) {
      throw new IllegalStateException("the mutex is not held");
    }
    free.changed();
  }
}
