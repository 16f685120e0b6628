// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

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
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Objects as entries of one ZIP archive that any ZIP program can read.
 *
 * <p>Each write makes the archive anew and moves it into place, so that its cost is the size of the
 * whole archive: for some hundred objects that change seldom, not for a busy storage. A write is
 * durable when it returns.
 *
 * <p>Safe for use by many threads. Needs the default file system, and one on which an open file can
 * be replaced, as on Linux and macOS. One driver at a time has an archive open; whoever opened it
 * closes it. Downloads that are open then can be read to their end.
 *
 * <pre>{@code
 * FileStorage storage = Pipeline.around(ZipDriver.open(Path.of("objects.zip"))).build();
 * }</pre>
 */
public final class ZipDriver implements StorageDriver {

  private final String where;
  private final Archive archive;
  private final InstantSource clock;

  private ZipDriver(String where, Archive archive, InstantSource clock) {
    this.where = where;
    this.archive = archive;
    this.clock = clock;
  }

  /**
   * Opens an archive, or makes an empty one. The directory must exist.
   *
   * @throws StorageException of kind {@code STORAGE_LOCKED} if the archive is open elsewhere;
   *     {@code INTEGRITY} if it is damaged or has entries that no driver wrote; {@code
   *     CONFIGURATION} if there is no such directory; another kind if the file system fails
   */
  public static ZipDriver open(Path file) {
    return open(file, InstantSource.system());
  }

  static ZipDriver open(Path file, InstantSource clock) {
    String where = "ZIP archive " + file;
    Call call = new Call(where, StorageOperation.OPEN, null, CallContext.unbounded());
    try {
      return new ZipDriver(where, Archive.open(file, call), clock);
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public String name() {
    return "zip";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.WRITE,
        Capability.IF_ABSENT,
        Capability.IF_MATCH,
        Capability.IF_MATCH_DELETE,
        Capability.UPLOAD_SESSION,
        Capability.METADATA,
        Capability.TAGS,
        Capability.KEY_BESIDE_PREFIX,
        Capability.ETAG_PER_WRITE);
  }

  @Override
  public ObjectInfo put(
      StorageKey key, Content content, UploadOptions options, CallContext context) {
    Call call = call(StorageOperation.UPLOAD, key, context);
    call.proceed();
    try (Staged staged = Staged.create(archive)) {
      staged.take(content, call);
      return store(key, staged, options, call);
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext context) {
    Call begin = call(StorageOperation.UPLOAD, key, context);
    begin.proceed();
    try {
      // The time allowed is that of this call; the caller takes as long as it likes over the rest.
      Call session = call(StorageOperation.UPLOAD, key, CallContext.unbounded());
      return new ZipUpload(
          session, Staged.create(archive), staged -> store(key, staged, options, session));
    } catch (IOException failed) {
      throw begin.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext context) {
    Call call = call(StorageOperation.DOWNLOAD, key, context);
    call.proceed();
    try {
      ZipFile zip = archive.read();
      try {
        return download(zip, key, options, call);
      } catch (IOException | RuntimeException failed) {
        zip.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext context) {
    Call call = call(StorageOperation.STAT, key, context);
    call.proceed();
    try (ZipFile zip = archive.read()) {
      ZipEntry entry = zip.getEntry(key.value());
      return entry == null ? Optional.empty() : Optional.of(Attributes.parse(entry));
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext context) {
    Call call = call(StorageOperation.DELETE, key, context);
    try (Change change = Change.begin(archive, call)) {
      Optional<ObjectInfo> present = change.find(key);
      change.require(condition, present);
      if (present.isPresent()) {
        change.remove(key);
      } else {
        change.confirm();
      }
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext context) {
    Call call = call(StorageOperation.COPY, target, context);
    try (Change change = Change.begin(archive, call)) {
      ObjectInfo from = change.find(source).orElseThrow(() -> absent(source, call));
      Optional<ObjectInfo> present = change.find(target);
      change.require(options.condition(), present);
      ObjectInfo info =
          written(target, from.sizeBytes(), present)
              .checksum(from.checksum().orElse(null))
              .contentType(from.contentType().orElse(null))
              .fileName(from.fileName().orElse(null))
              .metadata(from.metadata())
              .tags(from.tags())
              .build();
      change.copy(source, info);
      return info;
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public ListPage list(ListQuery query, CallContext context) {
    Call call = call(StorageOperation.LIST, null, context);
    call.proceed();
    try (ZipFile zip = archive.read()) {
      return Listing.page(zip, query);
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public void close() {
    archive.close();
  }

  private Call call(StorageOperation operation, @Nullable StorageKey key, CallContext context) {
    return new Call(where, operation, key, context);
  }

  private ObjectInfo store(StorageKey key, Staged staged, UploadOptions options, Call call)
      throws IOException {
    try (Change change = Change.begin(archive, call)) {
      Optional<ObjectInfo> present = change.find(key);
      change.require(options.condition(), present);
      ObjectInfo info =
          written(key, staged.sizeBytes(), present)
              .checksum(staged.checksum())
              .contentType(options.contentType().orElse(null))
              .fileName(options.fileName().orElse(null))
              .metadata(options.metadata())
              .tags(options.tags())
              .build();
      change.put(info, staged);
      return info;
    }
  }

  private ObjectInfo.Builder written(StorageKey key, long sizeBytes, Optional<ObjectInfo> present) {
    Instant now = clock.instant();
    return ObjectInfo.builder(key, sizeBytes)
        .etag(UUID.randomUUID().toString())
        .modified(now)
        .created(present.map(ObjectInfo::created).orElse(now));
  }

  private static DriverDownload download(
      ZipFile zip, StorageKey key, DownloadOptions options, Call call) throws IOException {
    ZipEntry entry = zip.getEntry(key.value());
    if (entry == null) {
      throw absent(key, call);
    }
    ObjectInfo info = Attributes.parse(entry);
    if (!options.ifMatch().orElse(info.etag()).equals(info.etag())) {
      throw call.failure(Kind.PRECONDITION_FAILED, "the object has another etag").build();
    }
    ByteSelection.Slice range = options.range().resolve(key, info.sizeBytes());
    InputStream in = zip.getInputStream(entry);
    in.skipNBytes(range.offset());
    return new DriverDownload(info, range, new EntryStream(zip, in, range.length()));
  }

  private static StorageException absent(StorageKey key, Call call) {
    return call.failure(Kind.NOT_FOUND, "there is no such object").key(key).build();
  }
}
