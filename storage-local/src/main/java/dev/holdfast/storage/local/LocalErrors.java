// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one table from what a file system throws to what a caller can act on. */
final class LocalErrors {

  /**
   * Messages of the C library in the C and English locales, by the kind they mean. The JDK puts
   * words of its own before some of them. In other locales the library speaks otherwise; then the
   * file system is asked whether it is full or read-only.
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
          Map.entry("too many open files in system", Kind.OVERLOADED),
          Map.entry("is a directory", Kind.CONFIGURATION),
          Map.entry("not a directory", Kind.CONFIGURATION),
          Map.entry("file name too long", Kind.CONFIGURATION),
          Map.entry("input/output error", Kind.UNAVAILABLE));

  private static final Set<StorageOperation> WRITING =
      EnumSet.of(
          StorageOperation.OPEN,
          StorageOperation.UPLOAD,
          StorageOperation.COPY,
          StorageOperation.DELETE);

  private static final Map<Kind, String> ADVICE =
      Map.of(
          Kind.STORAGE_FULL, "free space, or raise the quota or the file size limit",
          Kind.READ_ONLY, "mount the file system for writing",
          Kind.CONFIGURATION,
              "keep the whole root on one file system, its path short, and foreign files out of it",
          Kind.ACCESS_DENIED, "give this user read and write permission below the root",
          Kind.OVERLOADED, "close downloads, or raise the limit of open files");

  private static final String ELSEWHERE = "give LocalStorage.builder another directory as root";

  private static final Map<Kind, String> OPENING_ADVICE =
      Map.of(
          Kind.READ_ONLY, "mount its file system for writing, or " + ELSEWHERE,
          Kind.ACCESS_DENIED,
              "give this user read, write and execute permission there, or " + ELSEWHERE);

  /** A file system with less usable space than this has no room for anything. */
  private static final long NO_ROOM_BYTES = 64 * 1024;

  private final String where;
  private final @Nullable Path root;

  /**
   * A table for a storage that is only read.
   *
   * @param where names the storage in messages
   */
  LocalErrors(String where) {
    this(where, null);
  }

  /**
   * A table for a store.
   *
   * @param where names the store in messages
   * @param root asked for its space when a message is not understood
   */
  LocalErrors(String where, @Nullable Path root) {
    this.where = where;
    this.root = root;
  }

  /** Begins a failure of this store. No call of a file system takes effect after its end. */
  StorageExceptionBuilder failure(Kind kind, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(where).settled();
    return key == null ? failure : failure.key(key);
  }

  /** What an I/O failure means. Restores the interrupt flag where the failure was an interrupt. */
  StorageException translate(
      Exception e, StorageOperation operation, @Nullable StorageKey key, Outcome outcome) {
    Kind kind = kind(e, operation);
    StorageExceptionBuilder failure =
        failure(kind, operation, key).outcome(outcome).reason(reason(e)).cause(e);
    return advised(failure, ADVICE.get(kind));
  }

  /** What an I/O failure means that kept a directory from being opened as a storage. */
  StorageException opening(Exception e, Path directory) {
    Kind kind = kind(e, StorageOperation.OPEN);
    String place = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "";
    StorageExceptionBuilder failure =
        failure(kind, StorageOperation.OPEN, null)
            .reason("the root " + directory + " cannot be used: " + reason(e) + behindColon(place))
            .cause(e);
    return advised(failure, OPENING_ADVICE.getOrDefault(kind, ADVICE.get(kind)));
  }

  private static String behindColon(String place) {
    return place.isEmpty() ? "" : ": " + place;
  }

  private static StorageException advised(
      StorageExceptionBuilder failure, @Nullable String advice) {
    return (advice == null ? failure : failure.advice(advice)).build();
  }

  private Kind kind(Exception e, StorageOperation operation) {
    Kind typed = typed(e);
    if (typed == Kind.CANCELLED) {
      Thread.currentThread().interrupt();
    }
    if (typed != null) {
      return typed;
    }
    String reason = reason(e).toLowerCase(Locale.ROOT);
    return REASONS.entrySet().stream()
        .filter(entry -> reason.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseGet(() -> WRITING.contains(operation) ? asked() : Kind.UNAVAILABLE);
  }

  /** The kind that the type alone says, or null. */
  private static @Nullable Kind typed(Exception e) {
    if (e instanceof InterruptedException || e instanceof ClosedByInterruptException) {
      return Kind.CANCELLED;
    }
    if (e instanceof DeadlineExceeded) {
      return Kind.TIMEOUT;
    }
    if (e instanceof AtomicMoveNotSupportedException
        || e instanceof NotDirectoryException
        || e instanceof DirectoryNotEmptyException) {
      return Kind.CONFIGURATION;
    }
    if (e instanceof AccessDeniedException) {
      return Kind.ACCESS_DENIED;
    }
    if (e instanceof ReadOnlyFileSystemException) {
      return Kind.READ_ONLY;
    }
    return e instanceof NoSuchFileException || e instanceof ClosedChannelException
        ? Kind.UNAVAILABLE
        : null;
  }

  /** What the file system itself says when its message is not understood. */
  private Kind asked() {
    if (root == null) {
      return Kind.UNAVAILABLE;
    }
    try {
      FileStore store = Files.getFileStore(root);
      if (store.isReadOnly()) {
        return Kind.READ_ONLY;
      }
      return store.getUsableSpace() < NO_ROOM_BYTES ? Kind.STORAGE_FULL : Kind.UNAVAILABLE;
    } catch (IOException ignored) { // it does not say
      return Kind.UNAVAILABLE;
    }
  }

  /**
   * The cause in a few words; paths below the root are named only where something foreign stands.
   */
  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException n) {
      if (n.getReason() != null) {
        return n.getReason();
      }
      return "a directory or file of the store has vanished";
    }
    if (e instanceof NotDirectoryException n) {
      return "what stands at " + n.getFile() + " is not a directory";
    }
    if (e instanceof DirectoryNotEmptyException n) {
      return "a directory stands at " + n.getFile();
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
