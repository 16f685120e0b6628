// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Capability;
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
import java.util.Set;

/** A driver around a driver of which a test overrides what it wants to see. */
class ForwardingProbe implements StorageDriver {

  private final StorageDriver below;

  ForwardingProbe(StorageDriver below) {
    this.below = below;
  }

  @Override
  public final String name() {
    return below.name();
  }

  @Override
  public final Set<Capability> capabilities() {
    return below.capabilities();
  }

  @Override
  public final boolean keepsWriteIds() {
    return below.keepsWriteIds();
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return below.put(key, content, options, call);
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    return below.begin(key, options, call);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return below.get(key, options, call);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return below.stat(key, call);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    below.delete(key, condition, call);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return below.copy(source, target, options, call);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return below.list(query, call);
  }

  @Override
  public void close() {
    below.close();
  }
}
