// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the driver: what it does, on which object, and how long it may take. Knows when the
 * call must stop, and holds the one table that turns an error of the file system into the failure
 * that the caller sees.
 *
 * @param where the archive, for messages
 * @param operation what the call does
 * @param key the object, or null where it is about none
 * @param context how long it may take
 */
record Call(
    String where, StorageOperation operation, @Nullable StorageKey key, CallContext context) {

  private static final List<String> FULL =
      List.of("no space left", "not enough space", "quota exceeded", "file too large");

  /**
   * Returns if the call may go on. Asked before each step that takes time, and for the last time
   * before the point of no return.
   */
  void proceed() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (context.remaining().isZero()) {
      throw failure(Kind.TIMEOUT, "the time allowed was used up").build();
    }
  }

  /** The failure of a call that was interrupted before it changed anything; sets the flag. */
  StorageException interrupted() {
    Thread.currentThread().interrupt();
    return failure(Kind.CANCELLED, "the thread was interrupted").build();
  }

  /** A failure that changed nothing, unless the outcome is set to another. */
  StorageExceptionBuilder failure(Kind kind, String reason) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(where).reason(reason);
    return key == null ? failure : failure.key(key);
  }

  /** The failure that an error of the file system stands for. */
  StorageException failed(IOException cause, Outcome outcome) {
    return table(cause).outcome(outcome).cause(cause).build();
  }

  /** The JDK has types for few errors; for a full disk it leaves the text of the system. */
  private StorageExceptionBuilder table(IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof ZipException) {
      return failure(Kind.INTEGRITY, "the archive is damaged or was written by another program")
          .advice("restore it from a copy");
    }
    if (cause instanceof ClosedByInterruptException) {
      return failure(Kind.CANCELLED, "the thread was interrupted");
    }
    if (cause instanceof AccessDeniedException) {
      return failure(Kind.ACCESS_DENIED, "the file system refuses this user")
          .advice("check who owns the archive and its directory");
    }
    if (text.contains("read-only file system")) {
      return failure(Kind.READ_ONLY, "the file system is mounted read-only");
    }
    if (FULL.stream().anyMatch(text::contains)) {
      return failure(Kind.STORAGE_FULL, "the disk is full").advice("free space");
    }
    return failure(Kind.UNAVAILABLE, "the archive cannot be read or written");
  }
}
