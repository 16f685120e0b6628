// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;

/**
 * The one seam through which Holdfast waits: for a permit, a backoff, a queue, a reply.
 *
 * <p>Production code parks the calling thread. A simulator hands control to another thread chosen
 * by seed and moves virtual time instead. Implementations are thread-safe. Locks may be held only
 * by code that does not wait; what must be held across a wait is a {@link Mutex}.
 */
public interface Waits {

  /**
   * Waits until the condition holds or the deadline has come. An implementation looks at the
   * condition once even if the deadline has come already.
   *
   * @return whether the condition held when the wait ended
   * @throws InterruptedException if the calling thread is interrupted before or while waiting; its
   *     interrupt flag is then clear
   */
  boolean await(Signal signal, Deadline deadline) throws InterruptedException;

  /**
   * Lets the given time pass.
   *
   * @throws InterruptedException if the calling thread is interrupted before or while waiting
   */
  default void pause(Duration duration, Ticker ticker) throws InterruptedException {
    await(Signal.never(), Deadline.after(duration, ticker));
  }

  /** Waits by parking the calling platform or virtual thread. */
  static Waits parking() {
    return ParkingWaits.INSTANCE;
  }
}
