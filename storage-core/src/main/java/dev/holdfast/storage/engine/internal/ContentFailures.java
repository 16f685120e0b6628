// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Begins failures of content before or while it is sent.
 *
 * @param where names the storage
 */
record ContentFailures(String where) {

  /** Begins a failure, nothing applied. */
  StorageExceptionBuilder of(Kind kind, StorageKey key) {
    return StorageException.builder(kind).operation(StorageOperation.UPLOAD).where(where).key(key);
  }

  /** What a failed read or write of bytes means. Restores the flag where it was an interrupt. */
  StorageException translate(IOException e, StorageKey key, String what) {
    boolean interrupted =
        Thread.currentThread().isInterrupted()
            || e instanceof ClosedByInterruptException
            || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return of(interrupted ? Kind.CANCELLED : Kind.CONTENT_FAILED, key)
        .reason(interrupted ? "the thread was interrupted" : what)
        .cause(e)
        .build();
  }
}
