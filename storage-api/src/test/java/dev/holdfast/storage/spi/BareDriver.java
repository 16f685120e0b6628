// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An empty store that takes nothing: no more than the interface demands. */
final class BareDriver implements StorageDriver {

  @Override
  public String name() {
    return "bare";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.UPLOAD_SESSION, Capability.PRESIGN);
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    throw refusal(StorageException.Kind.READ_ONLY, StorageOperation.UPLOAD);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    throw refusal(StorageException.Kind.NOT_FOUND, StorageOperation.DOWNLOAD);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return Optional.empty();
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {}

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    throw refusal(StorageException.Kind.NOT_FOUND, StorageOperation.COPY);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return new ListPage(List.of(), true);
  }

  @Override
  public void close() {}

  private static StorageException refusal(StorageException.Kind kind, StorageOperation operation) {
    return StorageException.builder(kind).operation(operation).build();
  }
}
