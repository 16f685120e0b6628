// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A plain folder as a storage that can be read. Whoever changes the folder meanwhile is trusted.
 */
final class FolderDriver implements StorageDriver {

  private final Path folder;
  private final LocalErrors errors;

  FolderDriver(Path folder, LocalErrors errors) {
    this.folder = folder;
    this.errors = errors;
  }

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    throw readOnly(StorageOperation.UPLOAD, key);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    throw readOnly(StorageOperation.DELETE, key);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    throw readOnly(StorageOperation.COPY, target);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    try {
      ObjectInfo info =
          look(key)
              .orElseThrow(
                  () ->
                      errors
                          .failure(Kind.NOT_FOUND, StorageOperation.DOWNLOAD, key)
                          .reason("there is no such file")
                          .build());
      if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
        throw errors
            .failure(Kind.PRECONDITION_FAILED, StorageOperation.DOWNLOAD, key)
            .reason("the file has another etag")
            .build();
      }
      ByteSelection.Slice range = options.range().resolve(key, info.sizeBytes());
      FileChannel channel =
          FileChannel.open(
              file(key).orElseThrow(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new DriverDownload(info, range, new FileRangeStream(channel, range, key, errors));
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.DOWNLOAD, key, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    try {
      return look(key);
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.STAT, key, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    try {
      return FolderWalker.page(folder, query);
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.LIST, null, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public void close() {}

  /** Changes when the file is replaced or written, as far as the file system tells. */
  static String etag(BasicFileAttributes attributes) {
    return "%x-%x-%x"
        .formatted(
            attributes.size(),
            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
            String.valueOf(attributes.fileKey()).hashCode());
  }

  private Optional<ObjectInfo> look(StorageKey key) throws IOException {
    Optional<Path> file = file(key);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    return Root.attributes(file.get())
        .filter(BasicFileAttributes::isRegularFile)
        .map(attributes -> info(key, attributes));
  }

  private static ObjectInfo info(StorageKey key, BasicFileAttributes attributes) {
    return ObjectInfo.builder(key, attributes.size())
        .etag(etag(attributes))
        .modified(attributes.lastModifiedTime().toInstant())
        .created(attributes.creationTime().toInstant())
        .build();
  }

  /** The path of a key, or empty if it cannot name a file here or leads through a link. */
  private Optional<Path> file(StorageKey key) throws IOException {
    try {
      Path at = folder;
      for (String segment : key.segments()) {
        boolean inside =
            at.equals(folder)
                || Root.attributes(at).filter(BasicFileAttributes::isDirectory).isPresent();
        if (!inside) {
          return Optional.empty();
        }
        at = at.resolve(segment);
      }
      return Optional.of(at);
    } catch (InvalidPathException ignored) { // the file system has no such name
      return Optional.empty();
    }
  }

  private StorageException readOnly(StorageOperation operation, StorageKey key) {
    return errors
        .failure(Kind.READ_ONLY, operation, key)
        .reason("the folder was opened for reading")
        .advice("open a store with LocalStorage.builder(directory)")
        .build();
  }
}
