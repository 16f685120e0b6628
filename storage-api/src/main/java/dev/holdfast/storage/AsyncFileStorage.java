// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of a {@link FileStorage} as futures.
 *
 * <p>This is not non-blocking I/O: each call runs the blocking path on an executor, by default a
 * virtual thread per call where the JDK has them, else a bounded pool. A full pool completes the
 * future with a {@link StorageException} of kind {@code OVERLOADED}, nothing applied. Futures
 * complete exceptionally with the {@code StorageException} of the blocking call itself.
 *
 * <p>Cancelling a future interrupts the work behind it; a write that was cancelled may still have
 * been applied. Cancel the future itself: one that {@code thenApply} and the like made of it does
 * not pass the cancel on. Safe for use by many threads.
 */
public interface AsyncFileStorage {

  /** Uploads with default options. */
  default CompletableFuture<UploadReceipt> upload(StorageKey key, Content content) {
    return upload(key, content, UploadOptions.defaults());
  }

  /** Like {@link FileStorage#upload(StorageKey, Content, UploadOptions)}. */
  CompletableFuture<UploadReceipt> upload(StorageKey key, Content content, UploadOptions options);

  /** Like {@link FileStorage#store(Content, String, String)}. */
  CompletableFuture<StorageKey> store(Content content, String fileName, String contentType);

  /** Downloads the whole object. */
  default CompletableFuture<Download> download(StorageKey key) {
    return download(key, DownloadOptions.defaults());
  }

  /**
   * Like {@link FileStorage#download(StorageKey, DownloadOptions)}; the stream of the download
   * blocks. A download that arrives after its future was cancelled is closed.
   */
  CompletableFuture<Download> download(StorageKey key, DownloadOptions options);

  /** Downloads the whole object to a file. */
  default CompletableFuture<ObjectInfo> downloadTo(StorageKey key, Path target) {
    return downloadTo(key, target, DownloadOptions.defaults());
  }

  /** Like {@link FileStorage#downloadTo(StorageKey, Path, DownloadOptions)}. */
  CompletableFuture<ObjectInfo> downloadTo(StorageKey key, Path target, DownloadOptions options);

  /** Like {@link FileStorage#stat(StorageKey)}. */
  CompletableFuture<Optional<ObjectInfo>> stat(StorageKey key);

  /** Deletes unconditionally. */
  default CompletableFuture<DeleteReceipt> delete(StorageKey key) {
    return delete(key, DeleteOptions.defaults());
  }

  /** Like {@link FileStorage#delete(StorageKey, DeleteOptions)}. */
  CompletableFuture<DeleteReceipt> delete(StorageKey key, DeleteOptions options);

  /** Like {@link FileStorage#deleteAll(Collection)}. */
  CompletableFuture<BulkResult> deleteAll(Collection<StorageKey> keys);

  /** Copies with default options. */
  default CompletableFuture<UploadReceipt> copy(StorageKey source, StorageKey target) {
    return copy(source, target, CopyOptions.defaults());
  }

  /** Like {@link FileStorage#copy(StorageKey, StorageKey, CopyOptions)}. */
  CompletableFuture<UploadReceipt> copy(StorageKey source, StorageKey target, CopyOptions options);
}
