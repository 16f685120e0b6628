// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
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
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory as a storage: one method per operation, each the short way to the disk. */
final class LocalDriver implements StorageDriver {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final StoreParts parts;
  private final Environment environment;
  private final @Nullable LinkSigner signer;
  private final Set<Capability> capabilities;
  private final Scheduler.Task sweep;
  private final Runnable afterClose;

  LocalDriver(
      StoreParts parts,
      Environment environment,
      @Nullable LinkSigner signer,
      Scheduler.Task sweep,
      Runnable afterClose) {
    this.afterClose = afterClose;
    this.parts = parts;
    this.environment = environment;
    this.signer = signer;
    this.sweep = sweep;
    Set<Capability> able =
        EnumSet.of(
            Capability.WRITE,
            Capability.IF_ABSENT,
            Capability.IF_MATCH,
            Capability.IF_MATCH_DELETE,
            Capability.UPLOAD_SESSION,
            Capability.METADATA,
            Capability.TAGS,
            Capability.KEY_BESIDE_PREFIX,
            Capability.ETAG_PER_WRITE);
    if (signer != null) {
      able.add(Capability.PRESIGN);
    }
    this.capabilities = Set.copyOf(able);
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    try (LocalUpload upload = upload(key, options, StorageOperation.UPLOAD, deadline(call))) {
      copy(content, upload, key);
      return upload.commit();
    }
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    return upload(key, options, StorageOperation.UPLOAD, deadline(call));
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    ObjectFiles.Opened opened = open(key, StorageOperation.DOWNLOAD);
    boolean handedOver = false;
    try {
      ObjectInfo info = intact(opened.record(), key, StorageOperation.DOWNLOAD).info(key);
      if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
        throw parts
            .errors()
            .failure(Kind.PRECONDITION_FAILED, StorageOperation.DOWNLOAD, key)
            .reason("the object has another etag")
            .build();
      }
      ByteSelection.Slice range = options.range().resolve(key, info.sizeBytes());
      handedOver = true;
      return new DriverDownload(
          info, range, new FileRangeStream(opened.channel(), range, key, parts.errors()));
    } finally {
      if (!handedOver) {
        FileRangeStream.closeQuietly(opened.channel());
      }
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    try {
      Optional<ObjectFiles.Seen> seen = parts.files().look(parts.root().file(key));
      return seen.isEmpty()
          ? Optional.empty()
          : Optional.of(intact(seen.get().record(), key, StorageOperation.STAT).info(key));
    } catch (IOException e) {
      throw parts.errors().translate(e, StorageOperation.STAT, key, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    parts.publisher().delete(key, condition, deadline(call));
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    ObjectFiles.Opened opened = open(source, StorageOperation.COPY);
    try {
      ObjectRecord record = intact(opened.record(), source, StorageOperation.COPY);
      ByteSelection.Slice whole = new ByteSelection.Slice(0, record.sizeBytes());
      FileRangeStream body = new FileRangeStream(opened.channel(), whole, source, parts.errors());
      UploadOptions sameTexts = record.options(options.condition());
      try (LocalUpload upload = upload(target, sameTexts, StorageOperation.COPY, deadline(call))) {
        transfer(body::read, record.sizeBytes(), upload);
        if (upload.crc32c() != record.crc32c()) {
          throw damaged(source, StorageOperation.COPY);
        }
        return upload.commit();
      }
    } finally {
      FileRangeStream.closeQuietly(opened.channel());
    }
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    try {
      StoreKeys keys = new StoreKeys(parts.root(), parts.tree(), parts.files(), parts.windows());
      return KeyWalker.page(keys, query, call);
    } catch (IOException e) {
      throw parts.errors().translate(e, StorageOperation.LIST, null, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    if (signer == null) {
      throw parts
          .errors()
          .failure(Kind.UNSUPPORTED, StorageOperation.PRESIGN, request.key())
          .reason("no presignBase is set")
          .advice("set presignBase(uri, secret) on the builder")
          .build();
    }
    return signer.sign(request, environment.clock().instant());
  }

  @Override
  public void close() {
    sweep.cancel();
    Deadline deadline = Deadline.after(CLOSE_WAIT, environment.ticker());
    boolean left = parts.gate().close(this::unlockLate, deadline);
    try {
      if (left) {
        parts.lock().close();
      } else {
        LOG.warn("the root stays locked until a call has ended that outlives its store");
      }
    } catch (IOException e) {
      throw parts.errors().translate(e, StorageOperation.OPEN, null, Outcome.NOT_APPLIED);
    } finally {
      afterClose.run();
    }
  }

  private void unlockLate() {
    try {
      parts.lock().close();
    } catch (IOException e) {
      LOG.warn("the root could not be unlocked", e);
    }
  }

  private LocalUpload upload(
      StorageKey key, UploadOptions options, StorageOperation operation, Deadline deadline) {
    try {
      StageFile stage = parts.stages().create();
      return new LocalUpload(parts, stage, key, options, operation, environment, deadline);
    } catch (IOException e) {
      throw parts.errors().translate(e, operation, key, Outcome.NOT_APPLIED);
    }
  }

  private void copy(Content content, LocalUpload upload, StorageKey key) {
    try (InputStream in = content.open()) {
      transfer(in::read, content.length().orElse(BUFFER_BYTES), upload);
    } catch (IOException e) {
      throw parts
          .errors()
          .failure(Kind.CONTENT_FAILED, StorageOperation.UPLOAD, key)
          .reason("the content could not be read")
          .cause(e)
          .build();
    }
  }

  private static <E extends Exception> void transfer(
      Source<E> source, long length, LocalUpload upload) throws E {
    int room = (int) Math.max(1, Math.min(BUFFER_BYTES, length));
    byte[] buffer = new byte[room];
    for (int read = source.read(buffer, 0, room); read >= 0; read = source.read(buffer, 0, room)) {
      upload.write(buffer, 0, read);
    }
  }

  /** Where bytes come from, as {@link InputStream#read(byte[], int, int)}. */
  @FunctionalInterface
  private interface Source<E extends Exception> {

    int read(byte[] bytes, int offset, int length) throws E;
  }

  private ObjectFiles.Opened open(StorageKey key, StorageOperation operation) {
    try {
      return parts
          .files()
          .open(parts.root().file(key))
          .orElseThrow(
              () ->
                  parts
                      .errors()
                      .failure(Kind.NOT_FOUND, operation, key)
                      .reason("there is no such object")
                      .build());
    } catch (IOException e) {
      throw parts.errors().translate(e, operation, key, Outcome.NOT_APPLIED);
    }
  }

  private ObjectRecord intact(
      @Nullable ObjectRecord record, StorageKey key, StorageOperation operation) {
    if (record == null) {
      throw damaged(key, operation);
    }
    return record;
  }

  private StorageException damaged(StorageKey key, StorageOperation operation) {
    return parts
        .errors()
        .failure(Kind.INTEGRITY, operation, key)
        .reason("the file is damaged, or was not written by a store")
        .advice("restore the object from a copy, or delete it")
        .build();
  }

  private Deadline deadline(CallContext call) {
    return Deadline.after(call.remaining(), environment.ticker());
  }
}
