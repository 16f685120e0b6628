// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
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
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link SeededBug} puts in place of sound methods. */
final class BrokenParts {

  static final WriteCondition ANY = WriteCondition.any();
  static final StorageKey TEMPORARY = StorageKey.of(".uploads/1");

  private BrokenParts() {}

  static StorageException failure(Kind kind, Outcome outcome, StorageKey key) {
    return StorageException.builder(kind)
        .operation(StorageOperation.DOWNLOAD)
        .outcome(outcome)
        .key(key)
        .build();
  }

  static UploadOptions unlessAbsent(UploadOptions options) {
    return options.condition() instanceof WriteCondition.IfAbsent
        ? options.toBuilder().condition(ANY).build()
        : options;
  }

  static ObjectInfo.Builder changed(ObjectInfo info) {
    return ObjectInfo.builder(info.key(), info.sizeBytes())
        .etag(info.etag())
        .modified(info.modified())
        .created(info.created())
        .contentType(info.contentType().orElse(null))
        .fileName(info.fileName().orElse(null))
        .checksum(info.checksum().orElse(null))
        .metadata(info.metadata())
        .tags(info.tags());
  }

  static ObjectInfo trimmed(ObjectInfo info) {
    Map<String, String> trimmed = new HashMap<>(info.metadata());
    trimmed.replaceAll((name, value) -> value.strip());
    return changed(info).metadata(trimmed).build();
  }

  /** Decides an if-absent condition before it writes; two threads decide the same. */
  static final class CheckThenWrite implements BrokenDriver.Put {

    private final CountDownLatch decided = new CountDownLatch(2);

    @Override
    public ObjectInfo put(
        StorageDriver below, StorageKey key, Content content, UploadOptions o, CallContext c) {
      boolean decides =
          o.condition() instanceof WriteCondition.IfAbsent && below.stat(key, c).isEmpty();
      if (!decides) {
        return below.put(key, content, o, c);
      }
      decided.countDown();
      try {
        boolean unused = decided.await(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return below.put(key, content, unlessAbsent(o), c);
    }
  }

  static BrokenDriver.Listing reordered(Consumer<List<ListCursor.Entry>> order) {
    return (below, query, c) -> {
      ListPage page = below.list(query, c);
      List<ListCursor.Entry> entries = new ArrayList<>(page.entries());
      order.accept(entries);
      return new ListPage(entries, page.last());
    };
  }

  /** Begins a page at, not behind, the key given. */
  static ListPage listFromAfterOn(StorageDriver below, ListQuery query, CallContext c) {
    ListPage page = below.list(query, c);
    if (query.after().isEmpty() || query.after().endsWith("/")) {
      return page;
    }
    List<ListCursor.Entry> entries = new ArrayList<>();
    below
        .stat(StorageKey.of(query.after()), c)
        .map(i -> new ListCursor.Item(i.key(), i.sizeBytes(), i.etag(), i.modified()))
        .ifPresent(entries::add);
    page.entries().stream().limit(query.limit() - entries.size()).forEach(entries::add);
    return new ListPage(entries, page.last());
  }

  /** Commits when it is closed, as many streams do. */
  record CommittingSession(DriverUpload session) implements DriverUpload {

    @Override
    public void write(byte[] bytes, int offset, int length) {
      session.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      return session.commit();
    }

    @Override
    public void close() {
      session.commit();
      session.close();
    }
  }

  static DownloadOptions oneShort(DownloadOptions options) {
    return options.range() instanceof ByteSelection.Suffix suffix && suffix.length() > 1
        ? options.toBuilder().range(ByteSelection.suffix(suffix.length() - 1)).build()
        : options;
  }

  /** Opens the object again when the body is read. */
  static DriverDownload readLate(
      StorageDriver below, StorageKey key, DownloadOptions o, CallContext c) {
    DriverDownload opened = below.get(key, o, c);
    InputStream late = new LateBody(() -> below.get(key, o, c).body());
    return new DriverDownload(opened.info(), opened.range(), late);
  }

  /** Opens a stream when the first byte is read. */
  private static final class LateBody extends InputStream {

    private final Supplier<InputStream> source;
    private @Nullable InputStream opened;

    private LateBody(Supplier<InputStream> source) {
      this.source = source;
    }

    private InputStream open() {
      if (opened == null) {
        opened = source.get();
      }
      return opened;
    }

    @Override
    public int read() throws IOException {
      return open().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return open().read(into, offset, length);
    }
  }

  static ObjectInfo copyBytesOnly(
      StorageDriver below, StorageKey source, StorageKey target, CopyOptions o, CallContext c) {
    byte[] bytes = StoreUnderTest.drain(below.get(source, DownloadOptions.defaults(), c));
    UploadOptions bare = UploadOptions.builder().condition(o.condition()).build();
    return below.put(target, Content.ofBytes(bytes), bare, c);
  }

  /** A copy is another name of the source until the copy itself is written. */
  static BrokenDriver aliasing() {
    Map<StorageKey, StorageKey> sources = new ConcurrentHashMap<>();
    return new BrokenDriver()
        .onCopy(
            (d, source, target, o, c) -> {
              ObjectInfo info = d.copy(source, target, o, c);
              sources.put(target, source);
              return info;
            })
        .onGet((d, key, o, c) -> d.get(sources.getOrDefault(key, key), o, c));
  }

  /** What can be read of content until it fails. */
  static byte[] readable(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream stream = content.open()) {
      stream.transferTo(bytes);
    } catch (IOException | RuntimeException ignored) { // this is the fault
      return bytes.toByteArray();
    }
    return bytes.toByteArray();
  }

  static Content unclosed(Content content) {
    return Content.ofSupplier(
        () ->
            new FilterInputStream(content.open()) {
              @Override
              public void close() {
                // This is the fault.
              }
            });
  }

  static Optional<ObjectInfo> statInAnyCase(StorageDriver below, StorageKey key, CallContext c) {
    ListPage all = below.list(new ListQuery("", false, "", 1000), c);
    return all.entries().stream()
        .map(StoreUnderTest::text)
        .filter(text -> text.equalsIgnoreCase(key.value()))
        .findFirst()
        .flatMap(text -> below.stat(StorageKey.of(text), c));
  }

  static void deleteAndLie(
      StorageDriver below, StorageKey key, WriteCondition condition, CallContext c) {
    boolean interrupted = Thread.interrupted();
    below.delete(key, condition, c);
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw failure(Kind.CANCELLED, Outcome.NOT_APPLIED, key);
    }
  }

  /** Fails the second time. */
  static final class OnlyOnce implements Runnable {

    private boolean done;

    @Override
    public void run() {
      if (done) {
        throw new IllegalStateException("closed before");
      }
      done = true;
    }
  }
}
