// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.TransferListener;
import dev.holdfast.storage.spi.StorageObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the observer and the listeners of calls; what they throw is ignored. Thread-safe. */
final class Reports {

  private final String storage;
  private final @Nullable StorageObserver observer;

  Reports(String storage, @Nullable StorageObserver observer) {
    this.storage = storage;
    this.observer = observer;
  }

  /** A call has ended; {@code failure} is null if it succeeded. */
  void ended(StorageOperation operation, InFlight call, @Nullable StorageException failure) {
    if (observer != null) {
      ended(operation, call.elapsed(), failure);
    }
  }

  /** A call has ended after the given time. */
  void ended(StorageOperation operation, Duration elapsed, @Nullable StorageException failure) {
    if (observer == null) {
      return;
    }
    try {
      observer.operationEnded(storage, operation, elapsed, failure);
    } catch (Throwable ignored) { // a fault in an observer never fails an operation
    }
  }

  /** A body has ended. */
  void moved(StorageOperation operation, long bytes) {
    if (observer == null) {
      return;
    }
    try {
      observer.bytesMoved(storage, operation, bytes);
    } catch (Throwable ignored) { // a fault in an observer never fails an operation
    }
  }

  /** A transfer has advanced; {@code totalBytes} is -1 if unknown. */
  static void progressed(
      @Nullable TransferListener listener, long transferredBytes, long totalBytes) {
    if (listener == null) {
      return;
    }
    try {
      listener.progressed(transferredBytes, totalBytes);
    } catch (Throwable ignored) { // a fault in a listener never fails a transfer
    }
  }
}
