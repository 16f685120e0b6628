// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one table from what a file system throws to what a caller can act on. */
final class LocalErrors {

  /**
   * Messages of the C library in the C and English locales, by the kind they mean. The JDK puts
   * words of its own before some of them.
   */
  private static final Map<String, Kind> REASONS =
      Map.ofEntries(
          Map.entry("no space left on device", Kind.STORAGE_FULL),
          Map.entry("disk quota exceeded", Kind.STORAGE_FULL),
          Map.entry("file too large", Kind.STORAGE_FULL),
          Map.entry("read-only file system", Kind.READ_ONLY),
          Map.entry("permission denied", Kind.ACCESS_DENIED),
          Map.entry("operation not permitted", Kind.ACCESS_DENIED),
          Map.entry("too many open files", Kind.OVERLOADED),
          Map.entry("too many open files in system", Kind.OVERLOADED));

  private static final Map<Kind, String> ADVICE =
      Map.of(
          Kind.STORAGE_FULL, "free space, or raise the quota or the file size limit",
          Kind.READ_ONLY, "mount the file system for writing",
          Kind.CONFIGURATION, "keep the whole root on one file system",
          Kind.ACCESS_DENIED, "give this user read and write permission below the root",
          Kind.OVERLOADED, "close downloads, or raise the limit of open files");

  private final String where;

  /**
   * A table for one store.
   *
   * @param where names the store and its root in messages
   */
  LocalErrors(String where) {
    this.where = where;
  }

  /** Begins a failure of this store. */
  StorageExceptionBuilder failure(Kind kind, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(where);
    return key == null ? failure : failure.key(key);
  }

  /** What an I/O failure means. Restores the interrupt flag where the failure was an interrupt. */
  StorageException translate(
      Exception e, StorageOperation operation, @Nullable StorageKey key, Outcome outcome) {
    Kind kind = kind(e);
    if (kind == Kind.CANCELLED) {
      Thread.currentThread().interrupt();
    }
    StorageExceptionBuilder failure =
        failure(kind, operation, key).outcome(outcome).reason(reason(e)).cause(e);
    String advice = ADVICE.get(kind);
    return (advice == null ? failure : failure.advice(advice)).build();
  }

  private static Kind kind(Exception e) {
    if (e instanceof InterruptedException || e instanceof ClosedByInterruptException) {
      return Kind.CANCELLED;
    }
    if (e instanceof DeadlineExceeded) {
      return Kind.TIMEOUT;
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return Kind.CONFIGURATION;
    }
    if (e instanceof AccessDeniedException) {
      return Kind.ACCESS_DENIED;
    }
    if (e instanceof ReadOnlyFileSystemException) {
      return Kind.READ_ONLY;
    }
    String reason = reason(e).toLowerCase(Locale.ROOT);
    return REASONS.entrySet().stream()
        .filter(entry -> reason.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findAny()
        .orElse(Kind.UNAVAILABLE);
  }

  /** The cause in a few words; paths below the root are left to the cause itself. */
  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException n) {
      if (n.getReason() != null) {
        return n.getReason();
      }
      return "a directory or file of the store has vanished";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof ReadOnlyFileSystemException) {
      return "read-only file system";
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedException) {
      return "interrupted";
    }
    if (e instanceof ClosedChannelException) {
      return "the store was closed";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason;
  }
}
