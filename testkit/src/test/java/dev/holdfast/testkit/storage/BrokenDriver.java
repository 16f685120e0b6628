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
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Passes calls on to a sound driver, but for those that are replaced. */
final class BrokenDriver implements StorageDriver {

  private final StorageDriver below = MemoryDriver.create();
  private Put put = StorageDriver::put;
  private Begin begin = StorageDriver::begin;
  private Get get = StorageDriver::get;
  private Stat stat = StorageDriver::stat;
  private Delete delete = StorageDriver::delete;
  private Copy copy = StorageDriver::copy;
  private Listing list = StorageDriver::list;
  private Set<Capability> capabilities = below.capabilities();
  private Runnable close = () -> {};

  interface Put {
    ObjectInfo put(
        StorageDriver below, StorageKey key, Content content, UploadOptions options, CallContext c);
  }

  interface Begin {
    DriverUpload begin(StorageDriver below, StorageKey key, UploadOptions options, CallContext c);
  }

  interface Get {
    DriverDownload get(StorageDriver below, StorageKey key, DownloadOptions o, CallContext c);
  }

  interface Stat {
    Optional<ObjectInfo> stat(StorageDriver below, StorageKey key, CallContext c);
  }

  interface Delete {
    void delete(StorageDriver below, StorageKey key, WriteCondition condition, CallContext c);
  }

  interface Copy {
    ObjectInfo copy(
        StorageDriver below, StorageKey source, StorageKey target, CopyOptions o, CallContext c);
  }

  interface Listing {
    ListPage list(StorageDriver below, ListQuery query, CallContext c);
  }

  BrokenDriver onPut(Put replacement) {
    put = replacement;
    return this;
  }

  BrokenDriver onBegin(Begin replacement) {
    begin = replacement;
    return this;
  }

  BrokenDriver onGet(Get replacement) {
    get = replacement;
    return this;
  }

  BrokenDriver onStat(Stat replacement) {
    stat = replacement;
    return this;
  }

  BrokenDriver onDelete(Delete replacement) {
    delete = replacement;
    return this;
  }

  BrokenDriver onCopy(Copy replacement) {
    copy = replacement;
    return this;
  }

  BrokenDriver onList(Listing replacement) {
    list = replacement;
    return this;
  }

  BrokenDriver onClose(Runnable replacement) {
    close = replacement;
    return this;
  }

  BrokenDriver claiming(Set<Capability> replacement) {
    capabilities = replacement;
    return this;
  }

  @Override
  public String name() {
    return "broken";
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return put.put(below, key, content, options, call);
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    return begin.begin(below, key, options, call);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return get.get(below, key, options, call);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return stat.stat(below, key, call);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    delete.delete(below, key, condition, call);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return copy.copy(below, source, target, options, call);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return list.list(below, query, call);
  }

  /** A link that says nothing of when it ends or what it allows. */
  @Override
  public PresignedRequest presign(PresignRequest request) {
    URI uri = URI.create("http://localhost/links/link");
    return new PresignedRequest(request.method(), uri, Map.of(), Instant.EPOCH);
  }

  @Override
  public void close() {
    close.run();
  }
}
