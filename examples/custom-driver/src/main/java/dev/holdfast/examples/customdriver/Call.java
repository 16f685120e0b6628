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
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the driver: what it does, on which object, and how long it may take. Knows when the
 * call must stop, and turns what went wrong into the failure that the caller sees.
 *
 * @param operation what the call does
 * @param key the object, or null where it is about none
 * @param context how long it may take
 */
record Call(StorageOperation operation, @Nullable StorageKey key, CallContext context) {

  private static final List<String> FULL =
      List.of("no space left", "not enough space", "quota exceeded", "file too large");

  /**
   * Returns if the call may go on. To be asked before each step that takes time and before the
   * point of no return.
   */
  void proceed() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (context.remaining().isZero()) {
      throw failure(Kind.TIMEOUT, "the time allowed was used up").build();
    }
  }

  /** The failure of a call that was interrupted; sets the interrupt flag. */
  StorageException interrupted() {
    Thread.currentThread().interrupt();
    return failure(Kind.CANCELLED, "the thread was interrupted").build();
  }

  /** A failure that changed nothing, unless the outcome is set to another. */
  StorageExceptionBuilder failure(Kind kind, String reason) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(ZipDriver.NAME).reason(reason);
    return key == null ? failure : failure.key(key);
  }

  /**
   * The failure that an error of the file system stands for. The JDK has types for few of them, so
   * that the text decides whether the disk is full.
   */
  StorageException failure(IOException cause, Outcome outcome) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    StorageExceptionBuilder failure;
    if (cause instanceof ZipException) {
      failure = failure(Kind.INTEGRITY, "the archive is damaged").advice("restore it");
    } else if (cause instanceof AccessDeniedException) {
      failure = failure(Kind.ACCESS_DENIED, "the file system refuses this user");
    } else if (text.contains("read-only file system")) {
      failure = failure(Kind.READ_ONLY, "the file system is mounted read-only");
    } else if (FULL.stream().anyMatch(text::contains)) {
      failure = failure(Kind.STORAGE_FULL, "the disk is full").advice("free space");
    } else {
      failure = failure(Kind.UNAVAILABLE, "the archive cannot be read or written");
    }
    return failure.outcome(outcome).cause(cause).build();
  }
}
