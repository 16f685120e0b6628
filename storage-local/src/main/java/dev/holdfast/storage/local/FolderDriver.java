// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Environment;
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
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A plain folder as a storage that can be read. Whoever changes the folder meanwhile is trusted.
 *
 * <p>Description and bytes must be of the same file, but the JDK reads attributes by path and bytes
 * by channel. So the file is looked at before and after it is opened, and opened again until both
 * looks say the same.
 */
final class FolderDriver implements StorageDriver {

  private static final int MOST_TRIES = 100;
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path folder;
  private final FolderKeys keys;
  private final LocalErrors errors;

  FolderDriver(Path folder, LocalErrors errors) {
    this(folder, errors, Environment.systemClock());
  }

  /**
   * A folder with a clock of the caller's.
   *
   * @param clock tells which changes of the folder are so young that another may have the same time
   */
  FolderDriver(Path folder, LocalErrors errors, InstantSource clock) {
    this.folder = folder;
    this.errors = errors;
    this.keys = new FolderKeys(folder, clock);
  }

  private record Opened(FileChannel channel, BasicFileAttributes attributes) {}

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
    Opened opened = open(key);
    boolean handedOver = false;
    try {
      ObjectInfo info = info(key, opened.attributes());
      if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
        throw errors
            .failure(Kind.PRECONDITION_FAILED, StorageOperation.DOWNLOAD, key)
            .reason("the file has another etag")
            .build();
      }
      ByteSelection.Slice range = options.range().resolve(key, info.sizeBytes());
      handedOver = true;
      return new DriverDownload(
          info, range, new FileRangeStream(opened.channel(), range, key, errors));
    } finally {
      if (!handedOver) {
        FileRangeStream.closeQuietly(opened.channel());
      }
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    try {
      return look(key).map(found -> info(key, found));
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.STAT, key, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    try {
      return KeyWalker.page(keys, query, call);
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

  private Opened open(StorageKey key) {
    try {
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        Optional<BasicFileAttributes> before = look(key);
        if (before.isEmpty()) {
          throw errors
              .failure(Kind.NOT_FOUND, StorageOperation.DOWNLOAD, key)
              .reason("there is no such file")
              .build();
        }
        Opened opened = tryOpen(key, before.get());
        if (opened != null) {
          return opened;
        }
      }
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.DOWNLOAD, key, Outcome.NOT_APPLIED);
    }
    throw errors
        .failure(Kind.UNAVAILABLE, StorageOperation.DOWNLOAD, key)
        .reason("the file changes all the time")
        .advice("try again when nobody writes it")
        .build();
  }

  /** The open file, or null if it was changed or replaced since it was looked at. */
  private @Nullable Opened tryOpen(StorageKey key, BasicFileAttributes before) throws IOException {
    Optional<Path> file = file(key);
    if (file.isEmpty()) { // removed meanwhile; looking again tells
      return null;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file.get(), READ);
    } catch (NoSuchFileException ignored) { // removed meanwhile; looking again tells
      return null;
    }
    boolean same = false;
    try {
      same = look(key).filter(after -> same(before, after)).isPresent();
    } finally {
      if (!same) {
        FileRangeStream.closeQuietly(channel);
      }
    }
    return same ? new Opened(channel, before) : null;
  }

  private static boolean same(BasicFileAttributes before, BasicFileAttributes after) {
    return Objects.equals(before.fileKey(), after.fileKey())
        && before.size() == after.size()
        && before.lastModifiedTime().equals(after.lastModifiedTime());
  }

  /** The attributes of the regular file of a key, or empty if there is none. */
  private Optional<BasicFileAttributes> look(StorageKey key) throws IOException {
    Optional<Path> file = file(key);
    Optional<BasicFileAttributes> found =
        file.isEmpty()
            ? Optional.empty()
            : Root.attributes(file.get()).filter(BasicFileAttributes::isRegularFile);
    if (found.isEmpty()) {
      keys.requireRoot();
    }
    return found;
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
    Optional<Path> file = Optional.of(folder);
    for (String segment : key.segments()) {
      Path at = file.get();
      boolean inside = at.equals(folder) || Root.contained(Root.parent(at), at);
      file = inside ? FolderKeys.path(at, segment) : Optional.empty();
      if (file.isEmpty()) {
        return file;
      }
    }
    return file;
  }

  private StorageException readOnly(StorageOperation operation, StorageKey key) {
    return errors
        .failure(Kind.READ_ONLY, operation, key)
        .reason("the folder was opened for reading")
        .advice("open a store with LocalStorage.builder(directory)")
        .build();
  }
}
