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

  /**
   * One request to the backend has ended; an operation makes one or more, or none.
   *
   * @param storage name of the storage
   * @param operation of the user's call that it belongs to
   * @param elapsed how long it took, until the first byte for a download
   * @param failure why it failed, or null if it succeeded
   */
  default void attemptEnded(
      String storage,
      StorageOperation operation,
      Duration elapsed,
      @Nullable StorageException failure) {}

  /**
   * Something was done for an operation beyond its one request.
   *
   * @param storage name of the storage
   * @param operation of the user's call
   * @param measure what was done
   */
  default void measureTaken(String storage, StorageOperation operation, Measure measure) {}

  /** What the library does beyond sending a request. More may be added. */
  enum Measure {
    /** A failed request was repeated. */
    RETRY,
    /** A failed request was not repeated because the shared budget was used up. */
    RETRY_REFUSED,
    /** A second request was sent beside a slow one. */
    HEDGE,
    /** A broken body was continued at its next byte. */
    RESUME,
    /** A write whose answer was lost was found to be applied. */
    RESOLVED,
    /** A request was refused because the breaker is open. */
    BREAKER_REFUSED,
    /** A request was refused because too many are in flight. */
    LIMIT_REFUSED
  }

  /** An observer that does nothing. */
  static StorageObserver none() {
    return new StorageObserver() {};
  }
}
