// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A driver that does something before each call, and can change bodies and sessions. */
final class HookedDriver extends ForwardingDriver {

  final AtomicInteger calls = new AtomicInteger();
  Consumer<CallContext> before = call -> {};
  UnaryOperator<DriverDownload> download = UnaryOperator.identity();
  UnaryOperator<DriverUpload> session = UnaryOperator.identity();

  HookedDriver(StorageDriver below) {
    super(below);
  }

  /** A hook that throws. */
  static Consumer<CallContext> fails(Throwable failure) {
    return call -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    };
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    enter(call);
    return super.put(key, content, options, call);
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    enter(call);
    return session.apply(super.begin(key, options, call));
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    enter(call);
    return download.apply(super.get(key, options, call));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    enter(call);
    return super.stat(key, call);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    enter(call);
    super.delete(key, condition, call);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    enter(call);
    return super.copy(source, target, options, call);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    enter(call);
    return super.list(query, call);
  }

  private void enter(CallContext call) {
    calls.incrementAndGet();
    before.accept(call);
  }
}
