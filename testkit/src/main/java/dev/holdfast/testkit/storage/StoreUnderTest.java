// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The driver of one test of the contract, with the calls that tests make again and again. Its
 * members are the contract's own. Thread-safe.
 */
public final class StoreUnderTest {

  static final CallContext CALL = CallContext.unbounded();

  static final int LARGE_BYTES = (1 << 20) + 3;

  private static final List<Integer> SIZES =
      List.of(0, 1, 511, 512, 513, 8191, 8192, 8193, LARGE_BYTES);
  private static final int MOST_PAGES = 10_000;

  private final StorageDriver driver;
  private final Set<Capability> claimed;
  private final int largeBytes;
  private final Consumer<String> skip;

  /**
   * A store.
   *
   * @param claimed what its author says that it can do
   * @param largeBytes the size of objects that are written in another way than small ones
   * @param skip ends the running test as skipped, for the reason given
   */
  StoreUnderTest(
      StorageDriver driver, Set<Capability> claimed, int largeBytes, Consumer<String> skip) {
    this.driver = driver;
    this.claimed = claimed;
    this.largeBytes = largeBytes;
    this.skip = skip;
  }

  static StorageKey key(String text) {
    return StorageKey.of(text);
  }

  StorageDriver driver() {
    return driver;
  }

  Set<Capability> claimed() {
    return claimed;
  }

  /** Sizes around those of disk blocks and buffers, and a large one. */
  List<Integer> sizes() {
    return IntStream.concat(SIZES.stream().mapToInt(size -> size), IntStream.of(largeBytes))
        .boxed()
        .distinct()
        .toList();
  }

  /** Sizes of which each may be written in another way. */
  List<Integer> fewSizes() {
    return List.of(0, 100, largeBytes);
  }

  boolean can(Capability capability) {
    return claimed.contains(capability);
  }

  /** Skips the test unless the driver can do all this. */
  void requires(Capability... needed) {
    for (Capability capability : needed) {
      if (!can(capability)) {
        skip.accept("needs the capability " + capability);
      }
    }
  }

  /** Skips the test if the driver can do this: it is about what happens without. */
  void requiresMissing(Capability capability) {
    if (can(capability)) {
      skip.accept("is about drivers without the capability " + capability);
    }
  }

  ObjectInfo put(String key, byte[] bytes) {
    return put(key, bytes, UploadOptions.defaults());
  }

  ObjectInfo put(String key, byte[] bytes, WriteCondition condition) {
    return put(key, bytes, UploadOptions.builder().condition(condition).build());
  }

  /** Writes an object; a driver that cannot write skips the test. */
  ObjectInfo put(String key, byte[] bytes, UploadOptions options) {
    return put(key, Content.ofBytes(bytes), options);
  }

  ObjectInfo put(String key, Content content, UploadOptions options) {
    requires(Capability.WRITE);
    return driver.put(key(key), content, options, CALL);
  }

  /** Begins a session; a driver without sessions skips the test. */
  DriverUpload begin(String key, UploadOptions options) {
    requires(Capability.WRITE, Capability.UPLOAD_SESSION);
    return driver.begin(key(key), options, CALL);
  }

  DriverUpload begin(String key) {
    return begin(key, UploadOptions.defaults());
  }

  void delete(String key) {
    requires(Capability.WRITE);
    driver.delete(key(key), WriteCondition.any(), CALL);
  }

  Optional<ObjectInfo> stat(String key) {
    return driver.stat(key(key), CALL);
  }

  /** What is known of an object that must be there. */
  ObjectInfo info(String key) {
    Optional<ObjectInfo> info = stat(key);
    assertThat(info).as("stat of '%s', which was written", key).isPresent();
    return info.orElseThrow();
  }

  DriverDownload open(String key, DownloadOptions options) {
    return driver.get(key(key), options, CALL);
  }

  DriverDownload open(String key) {
    return open(key, DownloadOptions.defaults());
  }

  byte[] read(String key) {
    return drain(open(key));
  }

  /** Reads a download to its end and closes it. */
  static byte[] drain(DriverDownload download) {
    try (InputStream body = download.body()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading '" + download.info().key() + "' failed", e);
    }
  }

  /** The object is there with exactly these bytes, by every way to ask. */
  void expect(String key, byte[] bytes) {
    DriverDownload download = open(key);
    assertThat(drain(download)).as("bytes of '%s'", key).isEqualTo(bytes);
    assertThat(download.info().key()).as("key in the download").isEqualTo(key(key));
    assertThat(download.info().sizeBytes()).as("size in the download").isEqualTo(bytes.length);
    assertThat(info(key).sizeBytes()).as("size by stat").isEqualTo(bytes.length);
  }

  /** The object is there as it was when it was described. */
  void expectUnchanged(ObjectInfo before, byte[] bytes) {
    String key = before.key().value();
    expect(key, bytes);
    ObjectInfo now = info(key);
    assertThat(now.etag()).as("etag of what was not written").isEqualTo(before.etag());
    assertThat(now.metadata()).as("metadata of what was not written").isEqualTo(before.metadata());
    assertThat(now.contentType()).as("content type").isEqualTo(before.contentType());
  }

  /** There is no object, by every way to ask. */
  void expectAbsent(String key) {
    assertThat(stat(key)).as("stat of '%s', which is absent", key).isEmpty();
    assertThatStorageFailure(() -> read(key))
        .isNotApplied(Kind.NOT_FOUND)
        .hasOperation(StorageOperation.DOWNLOAD)
        .hasKey(key(key));
    assertThat(list(key)).as("listing of '%s', which is absent", key).doesNotContain(key);
  }

  ListPage page(String prefix, boolean grouped, String after, int limit) {
    ListPage page = driver.list(new ListQuery(prefix, grouped, after, limit), CALL);
    assertThat(page.entries())
        .as("entries of a page of at most %d", limit)
        .hasSizeBetween(0, limit);
    return page;
  }

  /** All entries behind a text, fetched page by page. */
  List<ListCursor.Entry> walk(String prefix, boolean grouped, String after, int limit) {
    List<ListCursor.Entry> all = new ArrayList<>();
    String behind = after;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      ListPage page = page(prefix, grouped, behind, limit);
      all.addAll(page.entries());
      if (page.last()) {
        return all;
      }
      behind = text(page.entries().get(page.entries().size() - 1));
    }
    throw new AssertionError("a listing of '" + prefix + "' does not end");
  }

  /** The keys that begin with a prefix, by one listing. */
  List<String> list(String prefix) {
    return texts(walk(prefix, false, "", 1000));
  }

  /** Keys and groups, by one grouped listing. */
  List<String> listGrouped(String prefix) {
    return texts(walk(prefix, true, "", 1000));
  }

  static List<String> texts(List<ListCursor.Entry> entries) {
    return entries.stream().map(StoreUnderTest::text).toList();
  }

  static String text(ListCursor.Entry entry) {
    if (entry instanceof ListCursor.Item item) {
      return item.key().value();
    }
    if (entry instanceof ListCursor.Prefix prefix) {
      return prefix.value();
    }
    throw new AssertionError("an entry that is neither object nor prefix: " + entry);
  }
}
