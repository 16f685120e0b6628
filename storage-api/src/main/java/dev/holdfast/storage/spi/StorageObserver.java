// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a storage does, for metrics and traces.
 *
 * <p>Called in the thread of the operation, by many threads. What it throws is ignored: a fault in
 * an observer never fails an operation. Keys are not handed over, so that they cannot become metric
 * attributes. Methods may be added with an empty body.
 */
public interface StorageObserver {

  /**
   * An operation has ended.
   *
   * @param storage name of the storage
   * @param operation which one
   * @param elapsed how long it took, until the first byte for a download
   * @param failure why it failed, or null if it succeeded
   */
  default void operationEnded(
      String storage,
      StorageOperation operation,
      Duration elapsed,
      @Nullable StorageException failure) {}

  /**
   * The body of an upload or download has ended.
   *
   * @param bytes how many were moved
   */
  default void bytesMoved(String storage, StorageOperation operation, long bytes) {}

  /** An observer that does nothing. */
  static StorageObserver none() {
    return new StorageObserver() {};
  }
}
