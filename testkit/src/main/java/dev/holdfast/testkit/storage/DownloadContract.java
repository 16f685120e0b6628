// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A read: all bytes or a range, of one version. */
interface DownloadContract extends DriverTests {

  /** What is selected of 1,000 bytes, and the slice that it comes to. */
  Map<ByteSelection, ByteSelection.Slice> RANGES = ranges();

  @Test
  default void get_absentKey_failsAsNotFound() {
    store().expectAbsent("absent");
    store().expectAbsent("absent/below");
  }

  @Test
  default void get_whole_tellsRangeAndObject() {
    ObjectInfo written = store().put("whole", Payload.plain(1000, 1));
    DriverDownload download = store().open("whole");
    StoreUnderTest.drain(download);
    assertThat(download.range()).isEqualTo(new ByteSelection.Slice(0, 1000));
    assertThat(download.info().etag()).isEqualTo(written.etag());
    assertThat(download.info().key()).isEqualTo(StorageKey.of("whole"));
  }

  @Test
  default void get_wholeOfEmptyObject_isEmpty() {
    store().put("empty", new byte[0]);
    DriverDownload download = store().open("empty");
    assertThat(StoreUnderTest.drain(download)).isEmpty();
    assertThat(download.range()).isEqualTo(new ByteSelection.Slice(0, 0));
  }

  @Test
  default void get_range_givesExactlyItsBytes() {
    byte[] bytes = Payload.plain(1000, 2);
    store().put("ranged", bytes);
    RANGES.forEach((selection, slice) -> expectRange("ranged", bytes, selection, slice));
  }

  @Test
  default void get_rangeAroundBuffers_givesExactlyItsBytes() {
    byte[] bytes = Payload.plain((1 << 20) + 3, 3);
    store().put("large", bytes);
    for (int offset : List.of(511, 512, 513, 8191, 8192, 8193, 65_535, 1 << 20)) {
      for (int length : List.of(1, 2, 513, 8192, 70_000)) {
        ByteSelection.Slice slice =
            new ByteSelection.Slice(offset, Math.min(length, bytes.length - offset));
        expectRange("large", bytes, ByteSelection.slice(offset, length), slice);
      }
    }
  }

  @Test
  default void get_rangeWithoutBytes_failsAsNotSatisfiable() {
    store().put("short", Payload.plain(1000, 4));
    List<ByteSelection> selections =
        List.of(
            ByteSelection.from(1000),
            ByteSelection.from(1001),
            ByteSelection.from(Long.MAX_VALUE),
            ByteSelection.slice(1000, 1),
            ByteSelection.slice(Long.MAX_VALUE, Long.MAX_VALUE),
            ByteSelection.slice(0, 0),
            ByteSelection.slice(999, 0),
            ByteSelection.suffix(0));
    selections.forEach(selection -> expectNotSatisfiable("short", selection));
  }

  @Test
  default void get_rangeOfEmptyObject_failsAsNotSatisfiable() {
    store().put("empty", new byte[0]);
    expectNotSatisfiable("empty", ByteSelection.from(0));
    expectNotSatisfiable("empty", ByteSelection.slice(0, 1));
    expectNotSatisfiable("empty", ByteSelection.suffix(1));
  }

  @Test
  default void get_rangeOfAbsentKey_failsAsNotFound() {
    DownloadOptions options = DownloadOptions.builder().range(ByteSelection.from(5)).build();
    assertThatStorageFailure(() -> store().open("absent", options).body().close())
        .isNotApplied(Kind.NOT_FOUND)
        .hasKey(StorageKey.of("absent"));
  }

  @Test
  default void get_ifMatchOfPresentVersion_reads() {
    byte[] bytes = Payload.plain(100, 5);
    ObjectInfo info = store().put("matched", bytes);
    DownloadOptions options = DownloadOptions.builder().ifMatch(info.etag()).build();
    assertThat(StoreUnderTest.drain(store().open("matched", options))).isEqualTo(bytes);
  }

  @Test
  default void get_ifMatchOfFormerVersion_failsAsPrecondition() {
    ObjectInfo former = store().put("matched", Payload.plain(100, 6));
    store().put("matched", Payload.plain(100, 7));
    DownloadOptions options = DownloadOptions.builder().ifMatch(former.etag()).build();
    assertThatStorageFailure(() -> store().open("matched", options).body().close())
        .isNotApplied(Kind.PRECONDITION_FAILED)
        .hasKey(StorageKey.of("matched"));
  }

  @Test
  default void get_ifMatchOfAbsentKey_failsAsNotFound() {
    ObjectInfo former = store().put("gone", Payload.plain(100, 8));
    store().delete("gone");
    DownloadOptions options = DownloadOptions.builder().ifMatch(former.etag()).build();
    assertThatStorageFailure(() -> store().open("gone", options).body().close())
        .isNotApplied(Kind.NOT_FOUND);
  }

  @Test
  default void get_overwrittenWhileOpen_givesVersionThatWasOpened() {
    byte[] old = Payload.describing((1 << 20) + 3, 9);
    store().put("open", old);
    DriverDownload download = store().open("open");
    store().put("open", Payload.describing(2 << 20, 10));
    assertThat(StoreUnderTest.drain(download)).as("bytes of the version opened").isEqualTo(old);
  }

  @Test
  default void get_deletedWhileOpen_givesVersionThatWasOpened() {
    byte[] old = Payload.describing((1 << 20) + 3, 11);
    store().put("open", old);
    DriverDownload download = store().open("open");
    store().delete("open");
    assertThat(StoreUnderTest.drain(download)).as("bytes of the version opened").isEqualTo(old);
    store().expectAbsent("open");
  }

  @Test
  default void get_body_isAnOrdinaryStream() throws IOException {
    byte[] bytes = Payload.plain(100, 12);
    store().put("stream", bytes);
    try (InputStream body = store().open("stream").body()) {
      assertThat(body.read()).isEqualTo(bytes[0] & 0xff);
      assertThat(body.readNBytes(9)).isEqualTo(Arrays.copyOfRange(bytes, 1, 10));
      body.skipNBytes(80);
      assertThat(body.read(new byte[5], 0, 0)).as("a read of no bytes").isZero();
      assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 90, 100));
      assertThat(body.read()).as("a read at the end").isEqualTo(-1);
      assertThat(body.read(new byte[5], 0, 5)).as("a read at the end").isEqualTo(-1);
    }
  }

  @Test
  default void get_closedBeforeEnd_leavesStoreUsable() throws IOException {
    byte[] bytes = Payload.plain((1 << 20) + 3, 13);
    store().put("left", bytes);
    for (int round = 0; round < 20; round++) {
      InputStream body = store().open("left").body();
      assertThat(body.readNBytes(round)).hasSize(round);
      body.close();
      body.close();
    }
    store().expect("left", bytes);
  }

  @Test
  default void get_severalAtOnce_areIndependent() throws IOException {
    byte[] bytes = Payload.plain(50_000, 14);
    store().put("shared", bytes);
    try (InputStream first = store().open("shared").body();
        InputStream second = store().open("shared").body()) {
      assertThat(first.readNBytes(20_000)).isEqualTo(Arrays.copyOf(bytes, 20_000));
      assertThat(second.readAllBytes()).isEqualTo(bytes);
      assertThat(first.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 20_000, 50_000));
    }
  }

  private void expectRange(
      String key, byte[] bytes, ByteSelection selection, ByteSelection.Slice slice) {
    DriverDownload download = store().open(key, DownloadOptions.builder().range(selection).build());
    int from = Math.toIntExact(slice.offset());
    int to = Math.toIntExact(slice.offset() + slice.length());
    assertThat(StoreUnderTest.drain(download))
        .as("bytes of %s", selection)
        .isEqualTo(Arrays.copyOfRange(bytes, from, to));
    assertThat(download.range()).as("range told for %s", selection).isEqualTo(slice);
    assertThat(download.info().sizeBytes()).as("size of the object").isEqualTo(bytes.length);
  }

  private void expectNotSatisfiable(String key, ByteSelection selection) {
    DownloadOptions options = DownloadOptions.builder().range(selection).build();
    assertThatStorageFailure(() -> store().open(key, options).body().close())
        .as("%s of '%s'", selection, key)
        .isNotApplied(Kind.RANGE_NOT_SATISFIABLE)
        .hasOperation(StorageOperation.DOWNLOAD)
        .hasKey(StorageKey.of(key));
  }

  private static Map<ByteSelection, ByteSelection.Slice> ranges() {
    Map<ByteSelection, ByteSelection.Slice> ranges = new LinkedHashMap<>();
    ranges.put(ByteSelection.whole(), new ByteSelection.Slice(0, 1000));
    ranges.put(ByteSelection.from(0), new ByteSelection.Slice(0, 1000));
    ranges.put(ByteSelection.from(1), new ByteSelection.Slice(1, 999));
    ranges.put(ByteSelection.from(999), new ByteSelection.Slice(999, 1));
    ranges.put(ByteSelection.slice(0, 1), new ByteSelection.Slice(0, 1));
    ranges.put(ByteSelection.slice(0, 1000), new ByteSelection.Slice(0, 1000));
    ranges.put(ByteSelection.slice(0, 1001), new ByteSelection.Slice(0, 1000));
    ranges.put(ByteSelection.slice(1, Long.MAX_VALUE), new ByteSelection.Slice(1, 999));
    ranges.put(ByteSelection.slice(10, 20), new ByteSelection.Slice(10, 20));
    ranges.put(ByteSelection.slice(999, 1), new ByteSelection.Slice(999, 1));
    ranges.put(ByteSelection.slice(999, 5), new ByteSelection.Slice(999, 1));
    ranges.put(ByteSelection.suffix(1), new ByteSelection.Slice(999, 1));
    ranges.put(ByteSelection.suffix(999), new ByteSelection.Slice(1, 999));
    ranges.put(ByteSelection.suffix(1000), new ByteSelection.Slice(0, 1000));
    ranges.put(ByteSelection.suffix(Long.MAX_VALUE), new ByteSelection.Slice(0, 1000));
    return ranges;
  }
}
