// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import org.jspecify.annotations.Nullable;

/**
 * Begins the failures that the front itself finds.
 *
 * @param where name of the storage
 */
record Failures(String where) {

  /** Begins a failure of this storage, with outcome {@code NOT_APPLIED}. */
  StorageExceptionBuilder of(Kind kind, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(where);
    return key == null ? failure : failure.key(key);
  }

  /** The call was interrupted, or ended because the storage was closed. */
  StorageException cancelled(StorageOperation operation, @Nullable StorageKey key, String reason) {
    return of(Kind.CANCELLED, operation, key).reason(reason).build();
  }

  /** Whatever ended a call, as data: what is no {@link StorageException} is a fault of a driver. */
  StorageException describe(StorageOperation operation, @Nullable StorageKey key, Throwable e) {
    if (e instanceof StorageException failure) {
      return failure;
    }
    return of(Kind.UNAVAILABLE, operation, key)
        .outcome(writes(operation) ? Outcome.UNKNOWN : Outcome.NOT_APPLIED)
        .reason("the driver broke its contract with a " + e.getClass().getName())
        .advice("report it to the driver's author")
        .cause(e)
        .build();
  }

  /** What is thrown by calls that come after {@code close()}. */
  IllegalStateException closed() {
    return new IllegalStateException("storage '" + where + "' is closed");
  }

  private static boolean writes(StorageOperation operation) {
    return switch (operation) {
      case UPLOAD, DELETE, DELETE_ALL, COPY -> true;
      default -> false;
    };
  }
}
