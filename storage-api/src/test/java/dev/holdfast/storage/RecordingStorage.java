// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Remembers the arguments of the last call, and answers nothing but what is known of an object. */
final class RecordingStorage implements FileStorage {

  private final Optional<ObjectInfo> known;
  private List<Object> last = List.of();

  RecordingStorage(Optional<ObjectInfo> known) {
    this.known = known;
  }

  /** The arguments of the last call. */
  List<Object> last() {
    return last;
  }

  @Override
  public UploadReceipt upload(StorageKey key, Content content, UploadOptions options) {
    throw called(key, content, options);
  }

  @Override
  public StorageKey store(Content content, String fileName, String contentType) {
    throw called(content, fileName, contentType);
  }

  @Override
  public UploadSession beginUpload(StorageKey key, UploadOptions options) {
    throw called(key, options);
  }

  @Override
  public Download download(StorageKey key, DownloadOptions options) {
    throw called(key, options);
  }

  @Override
  public ObjectInfo downloadTo(StorageKey key, Path target, DownloadOptions options) {
    throw called(key, target, options);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key) {
    last = List.of(key);
    return known;
  }

  @Override
  public DeleteReceipt delete(StorageKey key, DeleteOptions options) {
    throw called(key, options);
  }

  @Override
  public BulkResult deleteAll(Collection<StorageKey> keys) {
    throw called(keys);
  }

  @Override
  public UploadReceipt copy(StorageKey source, StorageKey target, CopyOptions options) {
    throw called(source, target, options);
  }

  @Override
  public ListCursor list(ListRequest request) {
    throw called(request);
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    throw called(request);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public AsyncFileStorage async() {
    throw called();
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private UnsupportedOperationException called(Object... arguments) {
    last = new ArrayList<>(List.of(arguments));
    return new UnsupportedOperationException("recorded");
  }
}
