// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.BulkResult;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.DeleteReceipt;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The blocking calls of a storage, each run by an executor. Thread-safe. */
final class EngineAsync implements AsyncFileStorage {

  private final FileStorage storage;
  private final EngineParts parts;
  private final Executor executor;

  EngineAsync(FileStorage storage, EngineParts parts, Executor executor) {
    this.storage = storage;
    this.parts = parts;
    this.executor = executor;
  }

  @Override
  public CompletableFuture<UploadReceipt> upload(
      StorageKey key, Content content, UploadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(content, "content");
    requireNonNull(options, "options");
    return submit(StorageOperation.UPLOAD, key, () -> storage.upload(key, content, options));
  }

  @Override
  public CompletableFuture<StorageKey> store(Content content, String fileName, String contentType) {
    requireNonNull(content, "content");
    requireNonNull(fileName, "fileName");
    requireNonNull(contentType, "contentType");
    return submit(
        StorageOperation.UPLOAD, null, () -> storage.store(content, fileName, contentType));
  }

  @Override
  public CompletableFuture<Download> download(StorageKey key, DownloadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(options, "options");
    return submit(StorageOperation.DOWNLOAD, key, () -> storage.download(key, options));
  }

  @Override
  public CompletableFuture<ObjectInfo> downloadTo(
      StorageKey key, Path target, DownloadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    return submit(StorageOperation.DOWNLOAD, key, () -> storage.downloadTo(key, target, options));
  }

  @Override
  public CompletableFuture<Optional<ObjectInfo>> stat(StorageKey key) {
    requireNonNull(key, "key");
    return submit(StorageOperation.STAT, key, () -> storage.stat(key));
  }

  @Override
  public CompletableFuture<DeleteReceipt> delete(StorageKey key, DeleteOptions options) {
    requireNonNull(key, "key");
    requireNonNull(options, "options");
    return submit(StorageOperation.DELETE, key, () -> storage.delete(key, options));
  }

  @Override
  public CompletableFuture<BulkResult> deleteAll(Collection<StorageKey> keys) {
    List<StorageKey> copied = BulkDeletes.copyOf(keys);
    return submit(StorageOperation.DELETE_ALL, null, () -> storage.deleteAll(copied));
  }

  @Override
  public CompletableFuture<UploadReceipt> copy(
      StorageKey source, StorageKey target, CopyOptions options) {
    requireNonNull(source, "source");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    return submit(StorageOperation.COPY, target, () -> storage.copy(source, target, options));
  }

  private <T> CompletableFuture<T> submit(
      StorageOperation operation, @Nullable StorageKey key, Supplier<T> work) {
    AsyncCall<T> call = new AsyncCall<>(work, executor);
    try {
      executor.execute(call);
    } catch (RejectedExecutionException e) {
      call.future().completeExceptionally(refusal(operation, key, e));
    }
    return call.future();
  }

  private RuntimeException refusal(
      StorageOperation operation, @Nullable StorageKey key, RejectedExecutionException rejected) {
    if (parts.calls().closed()) {
      return parts.failures().closed();
    }
    StorageException overloaded =
        parts
            .failures()
            .of(Kind.OVERLOADED, operation, key)
            .reason("the executor of asynchronous calls is full")
            .advice("wait for calls to end, or give the storage an executor of your own")
            .cause(rejected)
            .build();
    parts.reports().ended(operation, Duration.ZERO, overloaded);
    return overloaded;
  }
}
