// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.IntegrityException;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.OutcomeUnknownException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an upload for good and bad content. */
class UploadContentTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();
  private final FileStorage storage = Pipeline.around(driver).name("front").build();

  /** How a driver reads content. */
  enum Reading {
    ALL {
      @Override
      byte[] read(InputStream stream, OptionalLong length) throws IOException {
        return stream.readAllBytes();
      }
    },
    BLOCKS_TO_THE_END {
      @Override
      byte[] read(InputStream stream, OptionalLong length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stream.transferTo(out);
        return out.toByteArray();
      }
    },
    /** Never reads past the last byte that was announced. */
    EXACTLY_AS_ANNOUNCED {
      @Override
      byte[] read(InputStream stream, OptionalLong length) throws IOException {
        return length.isEmpty()
            ? stream.readAllBytes()
            : stream.readNBytes(Math.toIntExact(length.getAsLong()));
      }
    },
    SINGLE_BYTES {
      @Override
      byte[] read(InputStream stream, OptionalLong length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int next = stream.read(); next >= 0; next = stream.read()) {
          out.write(next);
        }
        return out.toByteArray();
      }
    };

    abstract byte[] read(InputStream stream, OptionalLong length) throws IOException;
  }

  @AfterEach
  void close() {
    storage.close();
  }

  static Stream<Reading> readings() {
    return Stream.of(Reading.values());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 200_000})
  void F46_upload_ofAnySizeByAnyReader_storesExactlyThat(int size) {
    byte[] bytes = Bytes.of(size);
    for (Reading reading : Reading.values()) {
      read(reading);
      for (Content content : contents(bytes)) {
        UploadReceipt receipt = storage.upload(KEY, content);
        assertThat(receipt.info().sizeBytes()).isEqualTo(size);
        assertThat(receipt.tiers()).isEqualTo(Set.of("front"));
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(storage.download(KEY).readAllBytes(size)).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void F47_upload_sourceThrows_isContentFailedWithCauseAndNothingStored(Reading reading) {
    read(reading);
    List<Supplier<Exception>> failures =
        List.of(
            () -> new IOException("source"),
            () -> new IllegalStateException("source"),
            () -> new UncheckedIOException(new IOException("source")),
            () -> new SocketTimeoutException("source"),
            () -> StorageException.builder(Kind.TIMEOUT).build());
    for (Supplier<Exception> failure : failures) {
      for (int point : List.of(0, 1, 999, 1000)) {
        Exception thrown = failure.get();
        byte[] bytes = Bytes.of(1000);
        expectContentFailed(
            Content.ofStream(Bytes.interrupted(bytes, point, Bytes.fails(() -> thrown))), thrown);
        expectContentFailed(
            Content.ofStream(Bytes.interrupted(bytes, point, Bytes.fails(() -> thrown)), 1000),
            thrown);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void F47_upload_sourceIsShorterOrLongerThanAnnounced_failsBeforePublication(Reading reading) {
    read(reading);
    for (int size : List.of(0, 1, 1000, 65536)) {
      for (int announced : List.of(0, 1, 999, 1001, 65535, 65537, 500_000)) {
        if (size == announced) {
          continue;
        }
        StorageException failure =
            expectContentFailed(
                Content.ofStream(new ByteArrayInputStream(Bytes.of(size)), announced), null);
        assertThat(failure)
            .hasMessageContaining(size < announced ? "ended after" : "longer than")
            .hasMessageContaining(Integer.toString(announced));
      }
    }
  }

  @Test
  void F47_upload_sourceFailsWhenClosedAtItsEnd_isContentFailedBeforePublication() {
    IOException thrown = new IOException("close");
    InputStream stream =
        Bytes.closing(new ByteArrayInputStream(new byte[10]), Bytes.fails(() -> thrown));
    expectContentFailed(Content.ofStream(stream), thrown);
  }

  @Test
  void upload_driverGivesUpHalfway_closesTheSourceAndIgnoresHowThatEnds() {
    AtomicInteger closes = new AtomicInteger();
    InputStream stream =
        Bytes.closing(
            new ByteArrayInputStream(new byte[10]),
            () -> {
              closes.incrementAndGet();
              throw new IOException("close");
            });
    StorageException full =
        StorageException.builder(Kind.STORAGE_FULL).operation(StorageOperation.UPLOAD).build();
    driver.put =
        (key, content, options, call) -> {
          content.open().readNBytes(5);
          throw full;
        };
    assertThatThrownBy(() -> storage.upload(KEY, Content.ofStream(stream))).isSameAs(full);
    assertThat(closes).hasValue(1);
  }

  @Test
  void upload_contentCannotBeOpened_isContentFailed() {
    IOException thrown = new IOException("open");
    expectContentFailed(
        Content.ofSupplier(
            () -> {
              throw thrown;
            }),
        thrown);
  }

  @Test
  void upload_ofSingleShotContentASecondTime_isContentFailed() {
    Content content = Content.ofStream(new ByteArrayInputStream(new byte[3]));
    storage.upload(StorageKey.of("first"), content);
    StorageException failure = expectContentFailed(content, null);
    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void upload_contentFailsToTellItsLength_isContentFailed() {
    IllegalStateException thrown = new IllegalStateException("length");
    expectContentFailed(
        new Content() {
          @Override
          public OptionalLong length() {
            throw thrown;
          }

          @Override
          public boolean replayable() {
            return true;
          }

          @Override
          public InputStream open() {
            return InputStream.nullInputStream();
          }
        },
        thrown);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void upload_withAnnouncedChecksum_isVerifiedBeforePublication(Reading reading) {
    read(reading);
    for (int size : List.of(0, 1, 100_000)) {
      byte[] bytes = Bytes.of(size);
      byte[] others = Bytes.of(size + 1);
      for (boolean known : List.of(true, false)) {
        storage.upload(KEY, announcing(bytes, known, Bytes.crc32c(bytes)));
        storage.upload(KEY, announcing(bytes, known, Bytes.sha256(bytes)));
        ObjectInfo before = storage.stat(KEY).orElseThrow();
        for (Checksum wrong : List.of(Bytes.crc32c(others), Bytes.sha256(others))) {
          assertThatStorageFailure(() -> storage.upload(KEY, announcing(bytes, known, wrong)))
              .isNotApplied(Kind.INTEGRITY)
              .hasKey(KEY)
              .isInstanceOf(IntegrityException.class)
              .hasMessageContaining(wrong.hex());
        }
        assertThat(storage.stat(KEY).orElseThrow().etag()).isEqualTo(before.etag());
      }
    }
  }

  @Test
  void upload_interruptedWhileSourceIsRead_isCancelledAndFlagStaysSet() {
    List<Bytes.Step> steps =
        List.of(
            () -> {
              throw new InterruptedIOException("piped");
            },
            () -> {
              Thread.currentThread().interrupt();
              throw new ClosedByInterruptException();
            });
    for (Bytes.Step step : steps) {
      InputStream stream = Bytes.interrupted(new byte[10], 5, step);
      StorageException failure =
          catchThrowableOfType(
              StorageException.class, () -> storage.upload(KEY, Content.ofStream(stream)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void upload_driverFailsAfterContentFailed_tellsTheContentUnlessTheOutcomeIsUnknown() {
    IOException thrown = new IOException("source");
    Supplier<Content> failing =
        () -> Content.ofStream(Bytes.interrupted(new byte[9], 5, Bytes.fails(() -> thrown)));
    driver.put =
        (key, content, options, call) -> {
          swallow(content);
          throw new IllegalStateException("wrapped by some SDK");
        };
    assertThatStorageFailure(() -> storage.upload(KEY, failing.get()))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasCause(thrown);
    driver.put =
        (key, content, options, call) -> {
          swallow(content);
          throw StorageException.builder(Kind.UNAVAILABLE).outcome(Outcome.UNKNOWN).build();
        };
    assertThatStorageFailure(() -> storage.upload(KEY, failing.get()))
        .hasKind(Kind.UNAVAILABLE)
        .hasOutcome(Outcome.UNKNOWN);
  }

  @Test
  void upload_driverPublishesContentThatFailed_isUnknown() {
    driver.put =
        (key, content, options, call) -> {
          swallow(content);
          return driver.memory.put(key, Content.ofBytes(new byte[5]), options, call);
        };
    IOException thrown = new IOException("source");
    Content content =
        Content.ofStream(Bytes.interrupted(new byte[9], 5, Bytes.fails(() -> thrown)));
    assertThatStorageFailure(() -> storage.upload(KEY, content))
        .hasKind(Kind.INTEGRITY)
        .hasOutcome(Outcome.UNKNOWN)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasRootCause(thrown);
  }

  @Test
  void upload_driverStoresAnotherSizeOrChecksum_isUnknown() {
    driver.put =
        (key, content, options, call) -> {
          byte[] bytes = content.open().readAllBytes();
          return ObjectInfo.builder(key, bytes.length - 1L)
              .etag("1")
              .modified(java.time.Instant.EPOCH)
              .build();
        };
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(new byte[5])))
        .hasKind(Kind.INTEGRITY)
        .hasOutcome(Outcome.UNKNOWN);
    driver.put =
        (key, content, options, call) -> {
          byte[] bytes = content.open().readAllBytes();
          return ObjectInfo.builder(key, bytes.length)
              .etag("1")
              .modified(java.time.Instant.EPOCH)
              .checksum(Checksum.crc32c(1))
              .build();
        };
    byte[] bytes = Bytes.of(50);
    assertThatStorageFailure(
            () -> storage.upload(KEY, announcing(bytes, true, Bytes.crc32c(bytes))))
        .hasKind(Kind.INTEGRITY)
        .hasOutcome(Outcome.UNKNOWN);
    storage.upload(KEY, announcing(bytes, true, Bytes.sha256(bytes)));
  }

  @Test
  void upload_driverStoresLessThanAnnouncedWithoutReadingOn_isUnknown() {
    driver.put =
        (key, content, options, call) ->
            driver.memory.put(key, Content.ofBytes(content.open().readNBytes(4)), options, call);
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(new byte[5])))
        .hasOutcome(Outcome.UNKNOWN);
    driver.put =
        (key, content, options, call) ->
            driver.memory.put(key, Content.ofBytes(new byte[0]), options, call);
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(new byte[5])))
        .hasOutcome(Outcome.UNKNOWN);
    assertThat(storage.upload(KEY, Content.ofBytes(new byte[0])).info().sizeBytes()).isZero();
  }

  @Test
  void upload_driverReadsOnAfterAFailure_getsTheSameFailure() {
    driver.put =
        (key, content, options, call) -> {
          InputStream stream = content.open();
          StorageException first =
              catchThrowableOfType(StorageException.class, stream::readAllBytes);
          assertThatThrownBy(stream::read).isSameAs(first);
          throw first;
        };
    expectContentFailed(
        Content.ofStream(
            Bytes.interrupted(new byte[9], 5, Bytes.fails(() -> new IOException("source")))),
        null);
  }

  @Test
  void upload_opensReplayableContentTwice_startsAgain() {
    List<Long> progress = new ArrayList<>();
    AtomicInteger opened = new AtomicInteger();
    driver.put =
        (key, content, options, call) -> {
          assertThat(content.replayable()).isTrue();
          assertThatThrownBy(() -> content.open().readAllBytes())
              .isInstanceOf(StorageException.class);
          return driver.memory.put(key, content, options, call);
        };
    Content content =
        Content.ofSupplier(
            () ->
                opened.incrementAndGet() == 1
                    ? new ByteArrayInputStream(new byte[6])
                    : new ByteArrayInputStream(new byte[10]),
            10);
    storage.upload(
        KEY,
        content,
        UploadOptions.builder()
            .listener((done, total) -> progress.add(done * 1000 + total))
            .build());
    assertThat(progress).containsExactly(6010L, 10010L);
  }

  @Test
  void upload_linkageErrorOfSource_passesAsItIs() {
    LinkageError error = new LinkageError("source");
    Content content =
        Content.ofStream(
            Bytes.interrupted(
                new byte[9],
                5,
                () -> {
                  throw error;
                }));
    assertThatThrownBy(() -> storage.upload(KEY, content)).isSameAs(error);
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void read_ofNoBytes_readsNothing() throws IOException {
    GuardedContent content =
        new GuardedContent(Content.ofBytes(new byte[3]), KEY, new Failures("x"), null);
    try (InputStream stream = content.open()) {
      assertThat(stream.read(new byte[0], 0, 0)).isZero();
      assertThat(stream.readNBytes(2)).hasSize(2);
      assertThatThrownBy(() -> stream.readNBytes(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThat(stream.readAllBytes()).hasSize(1);
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.read(new byte[0], 0, 0)).isEqualTo(-1);
    }
  }

  private void read(Reading reading) {
    driver.put =
        (key, content, options, call) -> {
          try (InputStream stream = content.open()) {
            byte[] bytes = reading.read(stream, content.length());
            return driver.memory.put(key, Content.ofBytes(bytes), options, call);
          }
        };
  }

  private StorageException expectContentFailed(Content content, @Nullable Throwable cause) {
    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> storage.upload(KEY, content));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(failure.key()).contains(KEY);
    assertThat(failure).hasMessageContaining("front");
    if (cause != null) {
      assertThat(failure.getCause()).isSameAs(cause);
    }
    assertThat(storage.exists(KEY)).isFalse();
    return failure;
  }

  private static void swallow(Content content) {
    assertThatThrownBy(() -> content.open().readAllBytes()).isInstanceOf(StorageException.class);
  }

  private static List<Content> contents(byte[] bytes) {
    return List.of(
        Content.ofBytes(bytes),
        Content.ofStream(new ByteArrayInputStream(bytes)),
        Content.ofStream(new ByteArrayInputStream(bytes), bytes.length),
        Content.ofSupplier(() -> new ByteArrayInputStream(bytes)));
  }

  private static Content announcing(byte[] bytes, boolean known, Checksum checksum) {
    return new Content() {
      @Override
      public OptionalLong length() {
        return known ? OptionalLong.of(bytes.length) : OptionalLong.empty();
      }

      @Override
      public boolean replayable() {
        return true;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Optional<Checksum> checksum() {
        return Optional.of(checksum);
      }
    };
  }
}
