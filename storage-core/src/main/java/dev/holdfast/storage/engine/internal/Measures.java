// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer what layers do; what it throws is ignored. Thread-safe.
 *
 * @param storage name of the storage
 * @param observer told, or null
 */
public record Measures(String storage, @Nullable StorageObserver observer) {

  /** Something was done beyond sending a request. */
  void taken(StorageOperation operation, Measure measure) {
    if (observer == null) {
      return;
    }
    try {
      observer.measureTaken(storage, operation, measure);
    } catch (Throwable ignored) { // a fault in an observer never fails an operation
    }
  }

  /** One request has ended; {@code failure} is null if it succeeded. */
  void attempt(StorageOperation operation, Duration elapsed, @Nullable StorageException failure) {
    if (observer == null) {
      return;
    }
    try {
      observer.attemptEnded(storage, operation, elapsed, failure);
    } catch (Throwable ignored) { // a fault in an observer never fails an operation
    }
  }
}
