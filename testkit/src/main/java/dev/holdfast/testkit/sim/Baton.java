// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Adapter: the one place where the simulator parks a thread. Each thread owns one baton and runs
 * only after it was passed to it.
 */
final class Baton {

  private final Thread owner;
  private volatile boolean passed;

  Baton(Thread owner) {
    this.owner = owner;
  }

  /** The baton of a simulated thread that has started; for null, one of the calling thread. */
  static Baton of(@Nullable Strand strand) {
    Worker worker = strand == null ? null : strand.worker();
    return worker == null ? new Baton(Thread.currentThread()) : worker.baton();
  }

  /** Lets the owner run. What the caller wrote before is visible to the owner. */
  void pass() {
    passed = true;
    LockSupport.unpark(owner);
  }

  /** Parks the owner until the baton is passed; an interrupt meanwhile is kept in the flag. */
  void await() {
    boolean interrupted = false;
    while (!passed) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    passed = false;
    if (interrupted) {
      owner.interrupt();
    }
  }

  /** As {@link #await()}, for at most {@code nanos} of real time; false if that passed first. */
  boolean await(long nanos) {
    boolean interrupted = false;
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (!passed && left > 0) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
      left = end - System.nanoTime();
    }
    boolean received = passed;
    passed = false;
    if (interrupted) {
      owner.interrupt();
    }
    return received;
  }
}
