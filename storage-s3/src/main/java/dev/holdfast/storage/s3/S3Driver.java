// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.ObjectNotFoundException;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A bucket as a storage: one method per operation, each the short way to its request. */
final class S3Driver implements StorageDriver {

  private final S3Parts parts;
  private final S3Uploads uploads;
  private final S3Downloads downloads;
  private final S3Copies copies;
  private final S3Listing listing;
  private final S3Links links;
  private final Set<Capability> capabilities;
  private final Runnable afterClose;

  S3Driver(S3Parts parts, S3Links links, Set<Capability> capabilities, Runnable afterClose) {
    this.parts = parts;
    this.links = links;
    this.capabilities = capabilities;
    this.afterClose = afterClose;
    this.uploads = new S3Uploads(parts);
    this.downloads = new S3Downloads(parts);
    this.copies = new S3Copies(parts);
    this.listing = new S3Listing(parts);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public boolean keepsWriteIds() {
    return true;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return uploads.put(key, content, options, call);
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    return new S3Upload(parts, key, OptionalLong.empty(), null, options, call);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return downloads.open(key, options, call);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    Request request = Request.reading(StorageOperation.STAT, key);
    return Lookup.head(parts, key, request, call)
        .map(
            head -> {
              ObjectInfo info = parts.infos().of(key, head);
              Map<String, String> tags =
                  Tags.of(parts, key, head.tagCount(), head.versionId(), request, call);
              return tags.isEmpty() ? info : ObjectInfos.tagged(info, tags);
            });
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    Request request = Request.writing(StorageOperation.DELETE, key, condition);
    try {
      parts.make(
          request,
          call,
          (client, limits) ->
              client.deleteObject(
                  delete ->
                      delete
                          .bucket(parts.bucket().name())
                          .key(parts.bucket().object(key))
                          .ifMatch(WriteHeaders.ifMatch(condition))
                          .overrideConfiguration(limits)));
    } catch (ObjectNotFoundException e) { // some servers say so
      return;
    }
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return copies.copy(source, target, options, call);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return listing.page(query, call);
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    return links.sign(request);
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(parts.calls().client())
        ? Optional.of(type.cast(parts.calls().client()))
        : StorageDriver.super.unwrap(type);
  }

  @Override
  public void close() {
    parts.transfers().threads().close();
    links.presigner().close();
    parts.calls().client().close();
    afterClose.run();
  }
}
