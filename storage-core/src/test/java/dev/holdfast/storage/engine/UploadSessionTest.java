// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes in pieces: all or nothing, reported once. */
class UploadSessionTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final FileStorage storage =
      Pipeline.around(driver).name("front").observer(recorder).build();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();
  private @Nullable RuntimeException writeFails;
  private @Nullable RuntimeException commitFails;

  UploadSessionTest() {
    driver.session = Spied::new;
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void commit_afterPiecesOfAnySize_publishesThem() throws IOException {
    byte[] bytes = Bytes.of(300_000);
    List<Long> progress = new ArrayList<>();
    UploadOptions options =
        UploadOptions.builder()
            .contentType("text/plain")
            .listener((done, total) -> progress.add(total == -1L ? done : -7L))
            .build();
    try (UploadSession session = storage.beginUpload(KEY, options)) {
      OutputStream stream = session.stream();
      stream.write(bytes[0]);
      stream.write(bytes, 1, 99);
      stream.write(bytes, 100, 65_500);
      stream.write(bytes, 65_600, 200_000);
      stream.flush();
      stream.flush();
      stream.write(bytes, 265_600, 34_400);
      assertThat(storage.exists(KEY)).isFalse();
      UploadReceipt receipt = session.commit();
      assertThat(receipt.tiers()).isEqualTo(Set.of("front"));
      assertThat(receipt.info().sizeBytes()).isEqualTo(300_000);
    }
    assertThat(storage.download(KEY).readAllBytes(300_000)).isEqualTo(bytes);
    assertThat(storage.stat(KEY).orElseThrow().contentType()).contains("text/plain");
    assertThat(writes).hasValue(4);
    assertThat(progress).containsExactly(100L, 65_600L, 265_600L, 300_000L);
    assertThat(closes).hasValue(1);
    assertThat(recorder.lines)
        .startsWith("front stat", "front upload moved 300000", "front upload");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131_072, 200_000})
  void F46_commit_ofAnySizeInPiecesOfAnySize_publishesExactlyThat(int size) throws IOException {
    byte[] bytes = Bytes.of(size);
    for (int piece : List.of(1, 1000, 65535, 65536, 65537, 200_000)) {
      try (UploadSession session = storage.beginUpload(KEY)) {
        for (int at = 0; at < size; at += piece) {
          session.stream().write(bytes, at, Math.min(piece, size - at));
        }
        assertThat(session.commit().info().sizeBytes()).isEqualTo(size);
      }
      try (Download download = storage.download(KEY)) {
        assertThat(download.readAllBytes(size)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void F47_blockLeftByAnException_publishesNothing() {
    UncheckedIOException source = new UncheckedIOException(new IOException("source"));
    assertThatThrownBy(
            () -> {
              try (UploadSession session = storage.beginUpload(KEY)) {
                session.stream().write(new byte[100_000]);
                throw source;
              }
            })
        .isSameAs(source);
    assertThat(closes).hasValue(1);
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void commit_ofNothing_publishesAnEmptyObject() {
    try (UploadSession session = storage.beginUpload(KEY)) {
      session.commit();
    }
    assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isZero();
  }

  @Test
  void F47_close_withoutCommit_abortsOnceAndIsReported() throws IOException {
    UploadSession session = storage.beginUpload(KEY);
    session.stream().write(new byte[100_000]);
    session.stream().close();
    session.close();
    session.close();
    assertThat(storage.exists(KEY)).isFalse();
    assertThat(closes).hasValue(1);
    assertThat(recorder.lines)
        .startsWith("front upload moved 100000", "front upload CANCELLED NOT_APPLIED");
    assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.stream().write(new byte[100_000]))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(StorageException.class)
        .hasMessageContaining("closed without a commit");
  }

  @Test
  void write_afterCommit_fails() {
    try (UploadSession session = storage.beginUpload(KEY)) {
      session.commit();
      assertThatThrownBy(() -> session.stream().write(new byte[100_000]))
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(StorageException.class)
          .hasMessageContaining("closed before");
    }
    assertThat(recorder.lines).containsExactly("front upload moved 0", "front upload");
  }

  @Test
  void commit_twice_isAnIllegalState() {
    try (UploadSession session = storage.beginUpload(KEY)) {
      session.commit();
      assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void F47_write_fails_endsTheSession() throws IOException {
    StorageException full = StorageException.builder(Kind.STORAGE_FULL).build();
    try (UploadSession session = storage.beginUpload(KEY)) {
      session.stream().write(new byte[100_000]);
      writeFails = full;
      assertThatThrownBy(() -> session.stream().write(new byte[100_000]))
          .isInstanceOf(IOException.class)
          .hasCause(full);
      writeFails = null;
      assertThatThrownBy(() -> session.stream().write(1))
          .isInstanceOf(IOException.class)
          .hasCause(full);
      assertThatThrownBy(session::commit).isSameAs(full);
    }
    assertThat(storage.exists(KEY)).isFalse();
    assertThat(recorder.lines).contains("front upload STORAGE_FULL NOT_APPLIED");
  }

  @Test
  void write_driverBreaksItsContract_passesAsItIsAndIsReported() {
    writeFails = new IllegalStateException("bug");
    try (UploadSession session = storage.beginUpload(KEY)) {
      assertThatThrownBy(() -> session.stream().write(new byte[100_000])).isSameAs(writeFails);
    }
    assertThat(recorder.lines).contains("front upload UNAVAILABLE UNKNOWN");
  }

  @Test
  void write_failsWithAnError_endsTheSessionToo() {
    LinkageError error = new LinkageError("driver");
    driver.session =
        upload ->
            new Spied(upload) {
              @Override
              public void write(byte[] bytes, int offset, int length) {
                throw error;
              }
            };
    try (UploadSession session = storage.beginUpload(KEY)) {
      assertThatThrownBy(() -> session.stream().write(new byte[100_000])).isSameAs(error);
      assertThatStorageFailure(session::commit).hasKind(Kind.UNAVAILABLE);
    }
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void commit_fails_isReportedOnceWithItsOutcome() {
    commitFails = StorageException.builder(Kind.UNAVAILABLE).outcome(Outcome.UNKNOWN).build();
    try (UploadSession session = storage.beginUpload(KEY)) {
      assertThatThrownBy(session::commit).isSameAs(commitFails);
      assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(closes).hasValue(1);
    assertThat(recorder.lines)
        .containsExactly("front upload moved 0", "front upload UNAVAILABLE UNKNOWN");
  }

  @Test
  void commit_driverStoredAnotherSize_isUnknown() {
    driver.session =
        upload ->
            new Spied(upload) {
              @Override
              public ObjectInfo commit() {
                return ObjectInfo.builder(KEY, 7).etag("1").modified(Instant.EPOCH).build();
              }
            };
    try (UploadSession session = storage.beginUpload(KEY)) {
      assertThatStorageFailure(session::commit).hasKind(Kind.INTEGRITY).hasOutcome(Outcome.UNKNOWN);
    }
  }

  @Test
  void begin_fails_isReported() {
    StorageException failure = StorageException.builder(Kind.UNAVAILABLE).build();
    driver.before =
        () -> {
          throw failure;
        };
    assertThatThrownBy(() -> storage.beginUpload(KEY)).isSameAs(failure);
    assertThat(recorder.lines).containsExactly("front upload UNAVAILABLE NOT_APPLIED");
  }

  @Test
  void commit_conditionDoesNotHold_isRefusedByTheDriver() {
    storage.upload(KEY, dev.holdfast.storage.Content.ofBytes(new byte[1]));
    UploadOptions options = UploadOptions.builder().condition(WriteCondition.ifAbsent()).build();
    try (UploadSession session = storage.beginUpload(KEY, options)) {
      assertThatStorageFailure(session::commit).isNotApplied(Kind.PRECONDITION_FAILED);
    }
  }

  private class Spied extends ForwardingUpload {

    Spied(DriverUpload upload) {
      super(upload, closes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (writeFails != null) {
        throw writeFails;
      }
      writes.incrementAndGet();
      super.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      if (commitFails != null) {
        throw commitFails;
      }
      return super.commit();
    }
  }
}
