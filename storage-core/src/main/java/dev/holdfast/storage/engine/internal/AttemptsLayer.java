// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the observer of each request, until its first byte for a download; of a session, of its
 * commit. Stands next to the driver, so what other layers refuse is no request. Thread-safe.
 */
public final class AttemptsLayer extends ForwardingDriver {

  private final Ticker ticker;
  private final Measures measures;

  /** A layer around a driver. */
  public AttemptsLayer(StorageDriver below, Ticker ticker, Measures measures) {
    super(below);
    this.ticker = ticker;
    this.measures = measures;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return told(StorageOperation.UPLOAD, () -> below().put(key, content, options, call));
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    DriverUpload upload = below().begin(key, options, call);
    return new DriverUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        upload.write(bytes, offset, length);
      }

      @Override
      public ObjectInfo commit() {
        return told(StorageOperation.UPLOAD, upload::commit);
      }

      @Override
      public void close() {
        upload.close();
      }
    };
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return told(StorageOperation.DOWNLOAD, () -> below().get(key, options, call));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return told(StorageOperation.STAT, () -> below().stat(key, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    StorageKey ignored =
        told(
            StorageOperation.DELETE,
            () -> {
              below().delete(key, condition, call);
              return key;
            });
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return told(StorageOperation.COPY, () -> below().copy(source, target, options, call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return told(StorageOperation.LIST, () -> below().list(query, call));
  }

  private <T> T told(StorageOperation operation, Supplier<T> request) {
    long started = ticker.nanos();
    T answer;
    try {
      answer = request.get();
    } catch (RuntimeException | Error e) {
      measures.attempt(operation, since(started), describe(operation, e));
      throw e;
    }
    measures.attempt(operation, since(started), null);
    return answer;
  }

  private Duration since(long started) {
    return Duration.ofNanos(ticker.nanos() - started);
  }

  /** A fault of the driver, or of content that it passes on, as data. */
  private StorageException describe(StorageOperation operation, Throwable e) {
    return e instanceof StorageException failure
        ? failure
        : StorageException.builder(Kind.UNAVAILABLE)
            .operation(operation)
            .where(measures.storage())
            .reason("the driver or the content threw a " + e.getClass().getName())
            .cause(e)
            .build();
  }
}
