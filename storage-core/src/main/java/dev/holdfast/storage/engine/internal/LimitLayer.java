// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Bulkhead;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
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
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests in flight. A download is in flight until its body is closed, a session until
 * it is closed. One more is refused at once, as {@code OVERLOADED}, and never sent. Thread-safe.
 */
public final class LimitLayer extends ForwardingDriver {

  private final Bulkhead permits;
  private final Measures measures;

  /**
   * A layer around a driver.
   *
   * @param requests in flight at the most, one or more
   */
  public LimitLayer(StorageDriver below, int requests, Measures measures) {
    super(below);
    this.permits = Bulkhead.create(measures.storage(), requests);
    this.measures = measures;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return run(StorageOperation.UPLOAD, key, call, () -> below().put(key, content, options, call));
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    Bulkhead.Permit permit = acquire(StorageOperation.UPLOAD, key, call);
    try {
      return new PermittedUpload(below().begin(key, options, call), permit);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    Bulkhead.Permit permit = acquire(StorageOperation.DOWNLOAD, key, call);
    try {
      DriverDownload opened = below().get(key, options, call);
      InputStream body = new PermittedBody(opened.body(), permit);
      return new DriverDownload(opened.info(), opened.range(), body);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return run(StorageOperation.STAT, key, call, () -> below().stat(key, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    StorageKey ignored =
        run(
            StorageOperation.DELETE,
            key,
            call,
            () -> {
              below().delete(key, condition, call);
              return key;
            });
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return run(
        StorageOperation.COPY, target, call, () -> below().copy(source, target, options, call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return run(StorageOperation.LIST, null, call, () -> below().list(query, call));
  }

  private <T> T run(
      StorageOperation operation, @Nullable StorageKey key, CallContext call, Supplier<T> request) {
    Bulkhead.Permit permit = acquire(operation, key, call);
    try {
      return request.get();
    } finally {
      permit.close();
    }
  }

  private Bulkhead.Permit acquire(
      StorageOperation operation, @Nullable StorageKey key, CallContext call) {
    return permits.tryAcquire().orElseThrow(() -> refused(operation, key, call));
  }

  private StorageException refused(
      StorageOperation operation, @Nullable StorageKey key, CallContext call) {
    Attempt.refuse(call);
    measures.taken(operation, Measure.LIMIT_REFUSED);
    StorageExceptionBuilder failure =
        StorageException.builder(Kind.OVERLOADED)
            .operation(operation)
            .where(measures.storage())
            .reason(
                "%d requests are in flight, which is the limit of this process"
                    .formatted(permits.limit()))
            .advice("close downloads, call less at once, or raise the limit");
    return (key == null ? failure : failure.key(key)).build();
  }

  /** A body that gives its permit back when it is closed, also if closing it fails. */
  private static final class PermittedBody extends FilterInputStream {

    private final Bulkhead.Permit permit;

    PermittedBody(InputStream body, Bulkhead.Permit permit) {
      super(body);
      this.permit = permit;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        permit.close();
      }
    }
  }

  /** A session that gives its permit back when it is closed. */
  private record PermittedUpload(DriverUpload upload, Bulkhead.Permit permit)
      implements DriverUpload {

    @Override
    public void write(byte[] bytes, int offset, int length) {
      upload.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      return upload.commit();
    }

    @Override
    public void close() {
      try {
        upload.close();
      } finally {
        permit.close();
      }
    }
  }
}
