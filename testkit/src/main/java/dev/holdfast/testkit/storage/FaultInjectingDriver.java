// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver that passes calls on to another one and fails those that a {@link DriverFault} hits, for
 * tests of what is built on drivers.
 *
 * <p>Thread-safe as the driver below. A call that several faults could hit is hit by the one that
 * was injected first. An upload by session is hit at its commit. Closing it closes the driver
 * below.
 */
public final class FaultInjectingDriver implements StorageDriver {

  private final StorageDriver below;
  private final FaultPlan plan = new FaultPlan();

  private FaultInjectingDriver(StorageDriver below) {
    this.below = below;
  }

  /** A driver that hits no call until a fault is injected. */
  public static FaultInjectingDriver over(StorageDriver below) {
    return new FaultInjectingDriver(below);
  }

  /** Adds a fault behind those that are not used up. */
  public FaultInjectingDriver inject(DriverFault fault) {
    plan.add(fault);
    return this;
  }

  /** Takes all faults away. */
  public void heal() {
    plan.clear();
  }

  /** How many calls of an operation there were, hit or not; a session counts at its commit. */
  public long calls(StorageOperation operation) {
    return plan.calls(operation);
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return below.capabilities();
  }

  @Override
  public boolean keepsWriteIds() {
    return below.keepsWriteIds();
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return run(StorageOperation.UPLOAD, key, () -> below.put(key, content, options, call));
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    DriverUpload session = below.begin(key, options, call);
    return new DriverUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        session.write(bytes, offset, length);
      }

      @Override
      public ObjectInfo commit() {
        return run(StorageOperation.UPLOAD, key, session::commit);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    DriverFault fault = plan.next(StorageOperation.DOWNLOAD, key);
    if (fault != null && !fault.breaksBody() && !fault.applied()) {
      throw fault.exception(name(), StorageOperation.DOWNLOAD, key);
    }
    DriverDownload download = below.get(key, options, call);
    if (fault == null) {
      return download;
    }
    if (!fault.breaksBody()) {
      closeQuietly(download);
      throw fault.exception(name(), StorageOperation.DOWNLOAD, key);
    }
    InputStream cut = new BrokenBody(download.body(), fault.bodyBytes());
    return new DriverDownload(download.info(), download.range(), cut);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return run(StorageOperation.STAT, key, () -> below.stat(key, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    run(
        StorageOperation.DELETE,
        key,
        () -> {
          below.delete(key, condition, call);
          return key;
        });
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return run(StorageOperation.COPY, target, () -> below.copy(source, target, options, call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return run(StorageOperation.LIST, null, () -> below.list(query, call));
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    return run(StorageOperation.PRESIGN, null, () -> below.presign(request));
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : below.unwrap(type);
  }

  @Override
  public void close() {
    below.close();
  }

  private static void closeQuietly(DriverDownload download) {
    try {
      download.body().close();
    } catch (IOException ignored) { // the call fails in any case
      return;
    }
  }

  private <T> T run(StorageOperation operation, @Nullable StorageKey key, Supplier<T> call) {
    DriverFault fault = plan.next(operation, key);
    if (fault == null) {
      return call.get();
    }
    if (fault.applied()) {
      T unused = call.get();
    }
    throw fault.exception(name(), operation, key);
  }
}
