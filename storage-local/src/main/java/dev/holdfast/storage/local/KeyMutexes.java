// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Mutex;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.StorageKey;

/**
 * The mutexes under which objects change: one for all keys of a stripe, so that a million keys cost
 * no more than one.
 */
final class KeyMutexes {

  private static final int STRIPES = 256;

  private final Mutex[] stripes = new Mutex[STRIPES];

  KeyMutexes(Waits waits) {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Mutex(waits);
    }
  }

  /** The mutex of a key, acquired. The caller releases it. */
  Mutex acquire(StorageKey key, Deadline deadline) throws InterruptedException, DeadlineExceeded {
    Mutex mutex = stripes[Math.floorMod(key.hashCode(), STRIPES)];
    if (!mutex.acquire(deadline)) {
      throw new DeadlineExceeded();
    }
    return mutex;
  }
}
