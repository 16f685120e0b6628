// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.BulkResult;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.DeleteReceipt;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The front: every call of a user begins and ends here, is checked, counted and reported. */
final class EngineStorage implements FileStorage {

  private final EngineParts parts;
  private final StorageDriver driver;
  private final CapabilityCheck check;
  private final Uploads uploads;
  private final Downloads downloads;
  private final BulkDeletes bulkDeletes;
  private final GeneratedKeys keys;
  private final EngineAsync async;
  private final Duration closeGrace;
  private final Runnable free;

  /**
   * A front over a driver.
   *
   * @param asyncExecutor runs asynchronous calls
   * @param closeGrace how long transfers may go on after close
   * @param free frees what the storage owns
   */
  EngineStorage(EngineParts parts, Executor asyncExecutor, Duration closeGrace, Runnable free) {
    this.parts = parts;
    this.driver = parts.driver();
    this.check = new CapabilityCheck(driver.capabilities(), parts.failures());
    this.uploads = new Uploads(parts);
    this.downloads = new Downloads(parts);
    this.bulkDeletes = new BulkDeletes(parts);
    this.keys = new GeneratedKeys(parts.environment().random());
    this.async = new EngineAsync(this, parts, asyncExecutor);
    this.closeGrace = closeGrace;
    this.free = free;
  }

  @Override
  public UploadReceipt upload(StorageKey key, Content content, UploadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(content, "content");
    requireNonNull(options, "options");
    return run(
        StorageOperation.UPLOAD,
        key,
        options.timeout().orElse(null),
        call -> {
          check.upload(key, options);
          return uploads.put(key, content, options, call);
        });
  }

  @Override
  public StorageKey store(Content content, String fileName, String contentType) {
    requireNonNull(content, "content");
    requireNonNull(fileName, "fileName");
    requireNonNull(contentType, "contentType");
    UploadOptions options =
        UploadOptions.builder().fileName(fileName).contentType(contentType).build();
    StorageKey key = keys.next(fileName);
    return upload(key, content, options).key();
  }

  @Override
  public UploadSession beginUpload(StorageKey key, UploadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(options, "options");
    InFlight call = parts.calls().begin(options.timeout().orElse(null));
    try {
      check.session(key, options);
      DriverUpload upload = driver.begin(key, options, call);
      EngineUploadSession session =
          new EngineUploadSession(
              parts, uploads, key, upload, call, options.listener().orElse(null));
      SessionStream stream = new SessionStream(session);
      call.stayOpen();
      call.heldBy(stream, session::release);
      return new HeldSession(session, stream);
    } catch (RuntimeException | Error e) {
      ended(StorageOperation.UPLOAD, key, call, e);
      throw e;
    }
  }

  @Override
  public Download download(StorageKey key, DownloadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(options, "options");
    return run(
        StorageOperation.DOWNLOAD,
        key,
        options.timeout().orElse(null),
        call -> downloads.open(key, options, call));
  }

  @Override
  public ObjectInfo downloadTo(StorageKey key, Path target, DownloadOptions options) {
    requireNonNull(key, "key");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    return run(
        StorageOperation.DOWNLOAD,
        key,
        options.timeout().orElse(null),
        call -> downloads.copy(key, target, options, call));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key) {
    requireNonNull(key, "key");
    return run(StorageOperation.STAT, key, null, call -> driver.stat(key, call));
  }

  @Override
  public DeleteReceipt delete(StorageKey key, DeleteOptions options) {
    requireNonNull(key, "key");
    requireNonNull(options, "options");
    return run(
        StorageOperation.DELETE,
        key,
        options.timeout().orElse(null),
        call -> {
          check.delete(key, options);
          driver.delete(key, options.condition(), call);
          return new DeleteReceipt(key, uploads.tiers(), call.requests());
        });
  }

  @Override
  public BulkResult deleteAll(Collection<StorageKey> keysToDelete) {
    List<StorageKey> copied = BulkDeletes.copyOf(keysToDelete);
    InFlight call = parts.calls().begin(null);
    try {
      check.deleteAll();
      BulkResult result = bulkDeletes.run(copied, call);
      ended(
          StorageOperation.DELETE_ALL,
          null,
          call,
          result.failed().values().stream().findFirst().orElse(null));
      return result;
    } catch (RuntimeException | Error e) {
      ended(StorageOperation.DELETE_ALL, null, call, e);
      throw e;
    }
  }

  @Override
  public UploadReceipt copy(StorageKey source, StorageKey target, CopyOptions options) {
    requireNonNull(source, "source");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    return run(
        StorageOperation.COPY,
        target,
        options.timeout().orElse(null),
        call -> {
          check.copy(target, options);
          return uploads.receipt(driver.copy(source, target, options, call), call);
        });
  }

  @Override
  public ListCursor list(ListRequest request) {
    requireNonNull(request, "request");
    parts.calls().check();
    return new EngineListCursor(request, this::page, parts.failures());
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    requireNonNull(request, "request");
    return run(
        StorageOperation.PRESIGN,
        request.key(),
        null,
        call -> {
          check.presign(request);
          return driver.presign(request);
        });
  }

  @Override
  public Set<Capability> capabilities() {
    parts.calls().check();
    return check.capabilities();
  }

  @Override
  public AsyncFileStorage async() {
    parts.calls().check();
    return async;
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    requireNonNull(type, "type");
    parts.calls().check();
    return driver.unwrap(type);
  }

  @Override
  public void close() {
    parts.calls().close(closeGrace, free);
  }

  private ListPage page(ListQuery query) {
    return run(StorageOperation.LIST, null, null, call -> driver.list(query, call));
  }

  private <T> T run(
      StorageOperation operation,
      @Nullable StorageKey key,
      @Nullable Duration timeout,
      Work<T> work) {
    InFlight call = parts.calls().begin(timeout);
    T result;
    try {
      result = work.run(call);
    } catch (RuntimeException | Error e) {
      ended(operation, key, call, e);
      throw e;
    }
    ended(operation, key, call, null);
    return result;
  }

  /** Reports how a call ended and lets it go, unless its caller holds something of it. */
  private void ended(
      StorageOperation operation,
      @Nullable StorageKey key,
      InFlight call,
      @Nullable Throwable thrown) {
    StorageException failure =
        thrown == null ? null : parts.failures().describe(operation, key, thrown);
    parts.reports().ended(operation, call, failure);
    if (!call.open()) {
      call.exit();
      call.end();
    }
  }

  /** What a call does between its checks and its end. */
  @FunctionalInterface
  private interface Work<T> {
    T run(InFlight call);
  }
}
