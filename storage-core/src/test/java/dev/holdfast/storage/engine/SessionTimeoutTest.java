// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.storage.StorageExceptionAssert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A timeout bounds a session as a whole, from its beginning to its commit. */
class SessionTimeoutTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final UploadOptions MINUTE = UploadOptions.builder().timeout(TIMEOUT).build();
  private static final int LARGE_PIECE = 100_000;

  private final ClosingStore store = new ClosingStore();
  private final Recorder recorder = store.recorder;
  private final FileStorage storage = store.storage;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();

  SessionTimeoutTest() {
    store.driver.session = TimelessUpload::new;
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, LARGE_PIECE})
  void F48_write_afterTheTimeout_timesOutAndAbortsTheSession(int bytes) throws IOException {
    UploadSession session = storage.beginUpload(KEY, MINUTE);
    session.stream().write(new byte[LARGE_PIECE]);
    store.ticker.advance(TIMEOUT);
    StorageException late = failureOfWrite(session, bytes);
    StorageExceptionAssert.assertThat(late)
        .isNotApplied(Kind.TIMEOUT)
        .hasKey(KEY)
        .hasMessageContaining("before its commit");
    assertThat(closes).as("sessions of the driver that were closed").hasValue(1);
    assertThat(calls).as("calls of the driver's session").hasValue(1);
    assertThat(recorder.lines)
        .containsExactly("closing upload moved 100000", "closing upload TIMEOUT NOT_APPLIED");
    assertThat(failureOfWrite(session, 1)).isSameAs(late);
    assertThatThrownBy(session::commit).isSameAs(late);
    session.close();
    assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    assertThat(closes).hasValue(1);
    assertThat(recorder.lines).hasSize(2);
    assertThat(storage.exists(KEY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LARGE_PIECE})
  void F48_commit_afterTheTimeout_timesOutAndPublishesNothing(int bytes) throws IOException {
    UploadSession session = storage.beginUpload(KEY, MINUTE);
    session.stream().write(new byte[bytes]);
    int before = calls.get();
    store.ticker.advance(TIMEOUT);
    assertThatStorageFailure(session::commit).isNotApplied(Kind.TIMEOUT).hasKey(KEY);
    assertThatStorageFailure(session::commit).isNotApplied(Kind.TIMEOUT);
    assertThat(calls).as("calls of the driver's session").hasValue(before);
    assertThat(closes).hasValue(1);
    assertThat(storage.exists(KEY)).isFalse();
    session.close();
  }

  @Test
  void F48_commit_atTheLastMoment_publishes() throws IOException {
    try (UploadSession session = storage.beginUpload(KEY, MINUTE)) {
      store.ticker.advance(Duration.ofSeconds(30));
      session.stream().write(new byte[LARGE_PIECE]);
      store.ticker.advance(Duration.ofSeconds(30).minusNanos(1));
      session.stream().write(1);
      assertThat(session.commit().info().sizeBytes()).isEqualTo(LARGE_PIECE + 1);
      store.ticker.advance(TIMEOUT);
    }
    assertThat(storage.exists(KEY)).isTrue();
    assertThat(recorder.lines).contains("closing upload");
  }

  @Test
  void F48_session_isAsLongAsAllItsPieces_notEachOfThem() throws IOException {
    UploadSession session = storage.beginUpload(KEY, MINUTE);
    for (int piece = 0; piece < 6; piece++) {
      session.stream().write(new byte[LARGE_PIECE]);
      store.ticker.advance(Duration.ofSeconds(10));
    }
    assertThatStorageFailure(session::commit).isNotApplied(Kind.TIMEOUT);
    session.close();
  }

  @Test
  void F48_session_withoutTimeout_hasAllTheTimeInTheWorld() throws IOException {
    try (UploadSession session = storage.beginUpload(KEY)) {
      store.ticker.advance(Duration.ofDays(1000));
      session.stream().write(new byte[LARGE_PIECE]);
      session.commit();
    }
    assertThat(storage.exists(KEY)).isTrue();
  }

  @Test
  void F48_session_leftAlone_isClosedAsItWouldBeWithoutTimeout() {
    UploadSession session = storage.beginUpload(KEY, MINUTE);
    store.ticker.advance(TIMEOUT);
    assertThat(closes).as("closed by the clock alone").hasValue(0);
    session.close();
    assertThat(closes).hasValue(1);
    assertThat(recorder.lines).contains("closing upload CANCELLED NOT_APPLIED");
  }

  @Test
  void F48_F49_session_timedOutWhenTheStorageIsClosed_isEndedOnce() {
    UploadSession session = storage.beginUpload(KEY, MINUTE);
    store.ticker.advance(TIMEOUT);
    assertThatStorageFailure(session::commit).isNotApplied(Kind.TIMEOUT);
    store.close();
    assertThat(closes).hasValue(1);
    assertThatStorageFailure(session::commit).isNotApplied(Kind.TIMEOUT);
  }

  private static StorageException failureOfWrite(UploadSession session, int bytes) {
    try {
      session.stream().write(new byte[bytes]);
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException told) {
        return told;
      }
    }
    throw new AssertionError("the write did not fail with a failure of the storage");
  }

  /** Looks at no clock, so that what ends in time is ended by the front. */
  private final class TimelessUpload extends ForwardingUpload {

    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();

    TimelessUpload(DriverUpload upload) {
      super(upload, closes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      calls.incrementAndGet();
      pieces.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      calls.incrementAndGet();
      return store.driver.memory.put(
          KEY,
          Content.ofBytes(pieces.toByteArray()),
          UploadOptions.defaults(),
          CallContext.unbounded());
    }
  }
}
