// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.IntegrityException;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets of good and bad bodies. */
class DownloadTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final AtomicInteger closed = new AtomicInteger();
  private final FileStorage storage =
      Pipeline.around(driver).name("front").observer(recorder).build();

  /** Ways to read a stream to its end. */
  enum Reading {
    TRANSFER {
      @Override
      void read(InputStream stream, OutputStream out) throws IOException {
        assertThat(stream.transferTo(out)).isNotNegative();
      }
    },
    ALL {
      @Override
      void read(InputStream stream, OutputStream out) throws IOException {
        out.write(stream.readAllBytes());
      }
    },
    SINGLE_BYTES {
      @Override
      void read(InputStream stream, OutputStream out) throws IOException {
        for (int next = stream.read(); next >= 0; next = stream.read()) {
          out.write(next);
        }
      }
    },
    BLOCKS {
      @Override
      void read(InputStream stream, OutputStream out) throws IOException {
        byte[] block = new byte[100];
        for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
          out.write(block, 0, read);
        }
      }
    },
    /** Skips everything but what it cannot. */
    SKIPPING {
      @Override
      void read(InputStream stream, OutputStream out) throws IOException {
        stream.skipNBytes(stream.available());
        out.write(stream.readAllBytes());
      }
    };

    abstract void read(InputStream stream, OutputStream out) throws IOException;
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 200_000})
  void F46_download_ofAnySizeReadAnyWay_givesExactlyThat(int size) throws IOException {
    byte[] bytes = Bytes.of(size);
    storage.upload(KEY, Content.ofBytes(bytes));
    List<@Nullable Checksum> checksums =
        Arrays.asList(null, Bytes.crc32c(bytes), Bytes.sha256(bytes));
    for (Checksum checksum : checksums) {
      serve(checksum, body -> body);
      for (Reading reading : Reading.values()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Download download = storage.download(KEY)) {
          assertThat(download.verified()).isEqualTo(checksum != null);
          assertThat(download.range()).isEqualTo(new ByteSelection.Slice(0, size));
          assertThat(download.info().sizeBytes()).isEqualTo(size);
          assertThat(download.stream()).isSameAs(download.stream());
          reading.read(download.stream(), out);
          assertThat(download.stream().read()).isEqualTo(-1);
          assertThat(download.stream().available()).isZero();
          assertThat(download.stream().skip(1)).isZero();
        }
        if (reading != Reading.SKIPPING) {
          assertThat(out.toByteArray()).isEqualTo(bytes);
        }
      }
      try (Download download = storage.download(KEY)) {
        assertThat(download.readAllBytes(size)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void F46_transfers_of10GiB_needNoMemory() throws IOException {
    long size = 10L << 30;
    driver.put =
        (key, content, options, call) -> {
          try (InputStream stream = content.open()) {
            long read = stream.transferTo(OutputStream.nullOutputStream());
            return info(read, null);
          }
        };
    assertThat(storage.upload(KEY, Content.ofStream(new Endless(size), size)).info().sizeBytes())
        .isEqualTo(size);
    storage.close();
    BentDriver large = new BentDriver();
    large.memory.put(
        KEY,
        Content.ofBytes(new byte[0]),
        dev.holdfast.storage.UploadOptions.defaults(),
        dev.holdfast.storage.spi.CallContext.unbounded());
    large.download =
        opened ->
            new DriverDownload(
                info(size, null), new ByteSelection.Slice(0, size), new Endless(Long.MAX_VALUE));
    try (FileStorage front = Pipeline.around(large).build();
        Download download = front.download(KEY)) {
      assertThat(download.stream().transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_ofBodyWithFlippedByte_failsBeforeTheEnd(Reading reading) {
    for (int size : List.of(1, 100_000)) {
      byte[] bytes = Bytes.of(size);
      storage.upload(KEY, Content.ofBytes(bytes));
      for (Checksum checksum : List.of(Bytes.crc32c(bytes), Bytes.sha256(bytes))) {
        for (int at : List.of(0, size / 2, size - 1)) {
          byte[] flipped = bytes.clone();
          flipped[at] ^= 4;
          serve(checksum, body -> new ByteArrayInputStream(flipped));
          StorageException failure = expectFailure(reading, size - 1);
          assertThat(failure)
              .isInstanceOf(IntegrityException.class)
              .hasMessageContaining(checksum.hex());
        }
      }
    }
  }

  @Test
  void read_ofEmptyBodyWithWrongChecksum_fails() {
    storage.upload(KEY, Content.ofBytes(new byte[0]));
    serve(Checksum.crc32c(1), body -> body);
    for (Reading reading : Reading.values()) {
      assertThat(expectFailure(reading, 0)).isInstanceOf(IntegrityException.class);
    }
    try (Download download = storage.download(KEY)) {
      assertThatThrownBy(() -> download.readAllBytes(0)).isInstanceOf(IntegrityException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_ofBodyThatEndsEarly_failsAndNeverLooksLikeTheEnd(Reading reading) {
    byte[] bytes = Bytes.of(100_000);
    storage.upload(KEY, Content.ofBytes(bytes));
    for (Checksum checksum : Arrays.asList(null, Bytes.crc32c(bytes))) {
      for (int size : List.of(0, 1, 99_999)) {
        serve(checksum, body -> new ByteArrayInputStream(bytes, 0, size));
        StorageException failure = expectFailure(reading, size);
        assertThat(failure)
            .isInstanceOf(IntegrityException.class)
            .hasMessageContaining("ended after");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_ofBodyThatFails_tellsTheCause(Reading reading) {
    byte[] bytes = Bytes.of(1000);
    storage.upload(KEY, Content.ofBytes(bytes));
    StorageException told = StorageException.builder(Kind.THROTTLED).build();
    IOException reset = new IOException("reset");
    serve(null, body -> Bytes.interrupted(bytes, 500, Bytes.fails(() -> told)));
    assertThat(expectFailure(reading, 500)).isSameAs(told);
    serve(
        null,
        body -> Bytes.interrupted(bytes, 500, Bytes.fails(() -> new IOException("wrapped", told))));
    assertThat(expectFailure(reading, 500)).isSameAs(told);
    serve(null, body -> Bytes.interrupted(bytes, 500, Bytes.fails(() -> reset)));
    StorageException failure = expectFailure(reading, 500);
    assertThat(failure).hasCause(reset);
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void read_interrupted_isCancelledAndFlagStaysSet() {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    serve(
        null,
        body ->
            Bytes.interrupted(
                new byte[10],
                5,
                () -> {
                  Thread.currentThread().interrupt();
                  throw new ClosedByInterruptException();
                }));
    try (Download download = storage.download(KEY)) {
      assertThatStorageFailure(() -> download.readAllBytes(10)).isNotApplied(Kind.CANCELLED);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void read_driverBreaksItsContract_passesAsItIs() {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    IllegalStateException bug = new IllegalStateException("bug");
    serve(null, body -> Bytes.interrupted(new byte[10], 5, Bytes.fails(() -> bug)));
    try (Download download = storage.download(KEY)) {
      assertThatThrownBy(() -> download.stream().readAllBytes()).isSameAs(bug);
      assertThatStorageFailure(() -> download.readAllBytes(10))
          .isNotApplied(Kind.UNAVAILABLE)
          .hasCause(bug);
    }
  }

  @Test
  void skip_driverSkipsTooFar_neverPassesTheEnd() throws IOException {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    serve(
        null,
        body ->
            new FilterInputStream(body) {
              @Override
              public long skip(long count) {
                return 1000;
              }
            });
    try (Download download = storage.download(KEY)) {
      assertThat(download.stream().skip(4)).isEqualTo(4);
      assertThat(download.stream().skip(400)).isEqualTo(6);
      assertThat(download.stream().read()).isEqualTo(-1);
    }
  }

  @Test
  void skipAndAvailable_ofBodyThatFails_tellTheCause() throws IOException {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    IOException reset = new IOException("reset");
    serve(
        null,
        body ->
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw reset;
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw reset;
              }

              @Override
              public long skip(long count) throws IOException {
                throw reset;
              }

              @Override
              public int available() throws IOException {
                throw reset;
              }
            });
    try (Download download = storage.download(KEY)) {
      assertThatThrownBy(() -> download.stream().available()).hasRootCause(reset);
      assertThatThrownBy(() -> download.stream().skip(1)).hasRootCause(reset);
    }
  }

  @Test
  void range_isUnverifiedUnlessItIsTheWhole() throws IOException {
    byte[] bytes = Bytes.of(1000);
    storage.upload(KEY, Content.ofBytes(bytes));
    serve(Bytes.crc32c(bytes), body -> body);
    try (Download download = storage.download(KEY, range(ByteSelection.slice(10, 500)))) {
      assertThat(download.verified()).isFalse();
      assertThat(download.range()).isEqualTo(new ByteSelection.Slice(10, 500));
      assertThat(download.stream().skip(100)).isEqualTo(100);
      assertThat(download.stream().skip(-1)).isZero();
      assertThat(download.stream().readNBytes(50)).isEqualTo(Arrays.copyOfRange(bytes, 110, 160));
      assertThat(download.readAllBytes(350)).isEqualTo(Arrays.copyOfRange(bytes, 160, 510));
    }
    try (Download download = storage.download(KEY, range(ByteSelection.from(0)))) {
      assertThat(download.verified()).isTrue();
    }
  }

  @Test
  void readAllBytes_ofMoreThanTheCallerTakes_isRefusedAndNothingIsRead() {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    try (Download download = storage.download(KEY)) {
      assertThatStorageFailure(() -> download.readAllBytes(9)).isNotApplied(Kind.INVALID_ARGUMENT);
      assertThat(download.readAllBytes(10)).hasSize(10);
    }
  }

  @Test
  void readNBytes_checksItsArguments() throws IOException {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    try (Download download = storage.download(KEY)) {
      InputStream stream = download.stream();
      assertThatThrownBy(() -> stream.readNBytes(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> stream.read(new byte[1], 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(stream.read(new byte[0], 0, 0)).isZero();
      assertThat(stream.readNBytes(0)).isEmpty();
    }
  }

  @Test
  void close_ofDownloadOrStream_freesTheBodyOnce() {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    serve(
        null,
        body ->
            Bytes.closing(
                body,
                () -> {
                  closed.incrementAndGet();
                  throw new IOException("close");
                }));
    Download download = storage.download(KEY);
    download.close();
    download.close();
    assertThat(closed).hasValue(1);
    assertThatThrownBy(() -> download.stream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed before");
    assertThatStorageFailure(() -> download.readAllBytes(10)).isNotApplied(Kind.CANCELLED);
  }

  @Test
  void readToTheEnd_freesTheBodyWithoutClose() throws IOException {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    serve(null, body -> Bytes.closing(body, closed::incrementAndGet));
    InputStream stream = storage.download(KEY).stream();
    stream.readNBytes(10);
    assertThat(closed).hasValue(1);
    assertThat(stream.read()).isEqualTo(-1);
    stream.close();
    assertThat(closed).hasValue(1);
  }

  @Test
  void download_reportsProgressAndBytes() throws IOException {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    recorder.lines.clear();
    List<String> progress = new ArrayList<>();
    DownloadOptions options =
        DownloadOptions.builder()
            .listener((done, total) -> progress.add(done + "/" + total))
            .build();
    try (Download download = storage.download(KEY, options)) {
      assertThat(recorder.lines).containsExactly("front download");
      download.stream().readNBytes(3);
      assertThat(download.stream().skip(3)).isEqualTo(3);
    }
    assertThat(progress).containsExactly("3/10", "6/10");
    assertThat(recorder.lines).containsExactly("front download", "front download moved 6");
  }

  @Test
  void download_ofAbsentObjectOrOtherEtag_failsUnchanged() {
    assertThatThrownBy(() -> storage.download(KEY)).isInstanceOf(ObjectNotFoundException.class);
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    assertThatStorageFailure(
            () -> storage.download(KEY, DownloadOptions.builder().ifMatch("other").build()))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    assertThatStorageFailure(() -> storage.download(KEY, range(ByteSelection.from(10))))
        .isNotApplied(Kind.RANGE_NOT_SATISFIABLE);
  }

  /** Reads a bad body in one way; what comes out before the failure may not be all of it. */
  private StorageException expectFailure(Reading reading, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Download download = storage.download(KEY)) {
      Throwable thrown = catchThrowable(() -> reading.read(download.stream(), out));
      assertThat(thrown).as("what reading by %s throws", reading).isInstanceOf(IOException.class);
      assertThat(out.size()).as("bytes read").isLessThanOrEqualTo(most);
      assertThat(catchThrowable(() -> download.stream().read()).getCause())
          .isSameAs(thrown.getCause());
      if (thrown.getCause() instanceof StorageException failure) {
        return failure;
      }
      throw new AssertionError("the cause is no StorageException", thrown);
    }
  }

  private void serve(@Nullable Checksum checksum, Function<InputStream, InputStream> body) {
    driver.download =
        opened ->
            new DriverDownload(
                info(opened.info().sizeBytes(), checksum),
                opened.range(),
                body.apply(opened.body()));
  }

  private static ObjectInfo info(long size, @Nullable Checksum checksum) {
    return ObjectInfo.builder(KEY, size)
        .etag("1")
        .modified(java.time.Instant.EPOCH)
        .checksum(checksum)
        .build();
  }

  private static DownloadOptions range(ByteSelection range) {
    return DownloadOptions.builder().range(range).build();
  }

  /** Zeros that are not even written into the buffer. */
  private static final class Endless extends InputStream {

    private long left;

    Endless(long size) {
      left = size;
    }

    @Override
    public int read() {
      return read(new byte[1], 0, 1) < 0 ? -1 : 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int read = (int) Math.min(left, length);
      left -= read;
      return read == 0 ? -1 : read;
    }
  }
}
