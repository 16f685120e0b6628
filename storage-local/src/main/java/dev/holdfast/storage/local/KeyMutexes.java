// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Mutex;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.StorageKey;
import java.nio.channels.ClosedChannelException;

/**
 * The mutexes under which objects change: one for all keys of a stripe, so that a million keys cost
 * no more than one. After {@link #close} none is given any more.
 */
final class KeyMutexes {

  private static final int STRIPES = 256;

  private final Mutex[] stripes = new Mutex[STRIPES];
  private volatile boolean closed;

  KeyMutexes(Waits waits) {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Mutex(waits);
    }
  }

  /** The mutex of a key, acquired. The caller releases it. */
  Mutex acquire(StorageKey key, Deadline deadline)
      throws InterruptedException, DeadlineExceeded, ClosedChannelException {
    Mutex mutex = stripes[Math.floorMod(key.hashCode(), STRIPES)];
    if (!mutex.acquire(deadline)) {
      throw new DeadlineExceeded();
    }
    if (closed) {
      mutex.release();
      throw new ClosedChannelException();
    }
    return mutex;
  }

  /** Gives no mutex any more, and waits until those that were given are free. */
  void close(Deadline deadline) {
    closed = true;
    for (Mutex mutex : stripes) {
      try {
        if (mutex.acquire(deadline)) {
          mutex.release();
        }
      } catch (InterruptedException ignored) { // the next wait ends at once, too
        Thread.currentThread().interrupt();
      }
    }
  }
}
