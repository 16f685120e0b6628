// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.net.Fault.Ending;
import dev.holdfast.testkit.s3.RecordedRequest;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Fault;
import dev.holdfast.testkit.s3.S3Injection;
import dev.holdfast.testkit.s3.S3Operation;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads in parts: their layout, and everything that goes wrong on the way. */
final class MultipartTest extends S3Fixture {

  private static final int PART = S3Stores.PART_BYTES;
  private static final RequestMatcher PARTS = of(S3Operation.UPLOAD_PART);
  private static final RequestMatcher CREATE = of(S3Operation.CREATE_MULTIPART_UPLOAD);
  private static final RequestMatcher COMPLETE = of(S3Operation.COMPLETE_MULTIPART_UPLOAD);
  private static final RequestMatcher ABORT = of(S3Operation.ABORT_MULTIPART_UPLOAD);
  private static final byte[] BYTES = bytes(5 * PART + 7);

  @BeforeEach
  void repeating() {
    use(S3Stores.open(S3Stores.settings(server), S3Stores.threeAttempts()));
  }

  @Test
  void F46_unknownLength_ofAnySize_hasExactlyItsParts() {
    for (int size : List.of(0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 5)) {
      server.clear();
      byte[] bytes = bytes(size);
      ObjectInfo info = driver.put(KEY, stream(bytes), PLAIN, CALL);
      expectStored(bytes, info);
      int parts = size <= PART ? 0 : (size + PART - 1) / PART;
      assertThat(server.requests(PARTS)).as("parts of %d bytes", size).hasSize(parts);
      assertThat(server.requests(of(S3Operation.PUT_OBJECT))).hasSize(parts == 0 ? 1 : 0);
    }
  }

  @Test
  void F46_knownLength_upToTheThreshold_isOneRequest() {
    for (int size : List.of(0, 1, (int) S3Uploads.SHORT_BYTES + 1, S3Stores.THRESHOLD)) {
      server.clear();
      byte[] bytes = bytes(size);
      expectStored(bytes, driver.put(KEY, Content.ofBytes(bytes), PLAIN, CALL));
      Content once = Content.ofStream(new ByteArrayInputStream(bytes), size);
      ObjectInfo told = driver.put(KEY, once, PLAIN, CALL);
      expectStored(bytes, told);
      assertThat(told.checksum()).contains(sum(bytes));
      assertThat(server.requests(PARTS)).isEmpty();
    }
    server.clear();
    byte[] more = bytes(S3Stores.THRESHOLD + 1);
    ObjectInfo info = driver.put(KEY, Content.ofBytes(more), PLAIN, CALL);
    expectStored(more, info);
    assertThat(info.checksum()).contains(sum(more));
    assertThat(server.requests(PARTS)).hasSize(9);
  }

  @Test
  void unknownLength_replayable_isReadAgainForItsChecksum() {
    AtomicInteger opened = new AtomicInteger();
    Content content =
        Content.ofSupplier(
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(BYTES);
            });
    ObjectInfo info = driver.put(KEY, content, PLAIN, CALL);
    expectStored(BYTES, info);
    assertThat(info.checksum()).contains(sum(BYTES));
    assertThat(opened).hasValue(3);
  }

  @Test
  void checksumAnnounced_isNotComputedAgain() {
    byte[] bytes = bytes((int) S3Uploads.SHORT_BYTES + 100);
    AtomicInteger opened = new AtomicInteger();
    Content content = announcing(bytes, sum(bytes), opened);
    expectStored(bytes, driver.put(KEY, content, PLAIN, CALL));
    assertThat(opened).hasValue(1);
    Content wrong = announcing(bytes, sum(new byte[1]), opened);
    assertThatStorageFailure(() -> driver.put(KEY, wrong, PLAIN, CALL))
        .isNotApplied(Kind.CONTENT_FAILED);
  }

  @Test
  void T3_contentThatChanges_isNeverStored() {
    for (int size : List.of((int) S3Uploads.SHORT_BYTES + 1, S3Stores.THRESHOLD + 1)) {
      AtomicInteger opened = new AtomicInteger();
      Content content =
          Content.ofSupplier(
              () -> {
                byte[] bytes = bytes(size);
                bytes[7] = (byte) opened.incrementAndGet();
                return new ByteArrayInputStream(bytes);
              },
              size);
      assertThatStorageFailure(() -> driver.put(KEY, content, PLAIN, CALL))
          .isNotApplied(Kind.CONTENT_FAILED);
      expectNothing();
    }
  }

  @Test
  void T4_contentShorterThanAnnounced_isNeverStored() {
    for (int size : List.of(100, (int) S3Uploads.SHORT_BYTES + 1, S3Stores.THRESHOLD + 1)) {
      Content shorter = Content.ofSupplier(() -> new ByteArrayInputStream(bytes(size - 1)), size);
      assertThatStorageFailure(() -> driver.put(KEY, shorter, PLAIN, CALL))
          .isNotApplied(Kind.CONTENT_FAILED);
      Content once = Content.ofStream(new ByteArrayInputStream(bytes(size - 1)), size);
      assertThatStorageFailure(() -> driver.put(KEY, once, PLAIN, CALL))
          .isNotApplied(Kind.CONTENT_FAILED);
      expectNothing();
    }
  }

  @Test
  void T7_T8_partsInFlight_areBoundedWithTheirMemory() {
    S3Injection stalled = server.on(PARTS).always().answer(S3Fault.stall());
    AtomicInteger read = new AtomicInteger();
    Thread uploader =
        new Thread(() -> driver.put(KEY, Content.ofStream(counting(read)), PLAIN, CALL));
    uploader.start();
    int partsOnTheWay = S3Stores.PARTS_IN_FLIGHT;
    assertThat(stalled.awaitFired(partsOnTheWay, PATIENCE)).isTrue();
    assertThat(read.get()).isLessThanOrEqualTo(partsOnTheWay * PART + 1);
    stalled.remove();
    stalled.release();
    join(uploader);
    assertThat(server.content("key")).contains(BYTES);
  }

  @Test
  void F6_T3_part_failsAndIsRepeated_uploadSucceeds() {
    server.on(PARTS.part(2)).answer(S3Fault.status(500, "InternalError"));
    server.on(PARTS.part(4)).answer(S3Fault.loseAnswer(Ending.RESET));
    server.on(CREATE).answer(S3Fault.status(503, "SlowDown"));
    expectStored(BYTES, driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(server.requests(PARTS)).hasSize(8);
  }

  @Test
  void F47_part_failsForGood_uploadIsAborted() {
    server.on(PARTS.part(2)).always().answer(S3Fault.status(500, "InternalError"));
    assertThatStorageFailure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    expectNothing();
    assertThat(server.requests(PARTS.part(2))).hasSize(3);
    assertThat(server.requests(COMPLETE)).isEmpty();
  }

  @Test
  void F7_part_denied_isNotRepeated() {
    server.on(PARTS.part(1)).always().answer(S3Fault.status(403, "AccessDenied"));
    assertThatStorageFailure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL))
        .isNotApplied(Kind.ACCESS_DENIED);
    assertThat(server.requests(PARTS.part(1))).hasSize(1);
    expectNothing();
  }

  @Test
  void F47_content_failsInTheMiddle_uploadIsAborted() {
    IllegalStateException failure = new IllegalStateException("of the content");
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(3 * PART)),
            new InputStream() {
              @Override
              public int read() {
                throw failure;
              }

              @Override
              public int read(byte[] into, int offset, int length) {
                throw failure;
              }
            });
    assertThat(catchAny(() -> driver.put(KEY, Content.ofStream(broken), PLAIN, CALL)))
        .isSameAs(failure);
    expectNothing();
  }

  @Test
  void T15_session_closedWithoutCommit_leavesNothingOnTheServer() {
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(BYTES, 0, BYTES.length);
    assertThat(server.unfinishedUploads()).containsExactly("key");
    session.close();
    expectNothing();
  }

  @Test
  void T20_abort_fails_isNotTold() {
    server.on(ABORT).always().answer(S3Fault.status(403, "AccessDenied"));
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(BYTES, 0, BYTES.length);
    session.close();
    assertThat(server.unfinishedUploads()).containsExactly("key");
  }

  @Test
  void F11_complete_errorInOkThenNoSuchUpload_isFoundByWriteId() {
    server.on(COMPLETE).answer(S3Fault.errorInOk("InternalError").afterEffect());
    ObjectInfo info = driver.put(KEY, stream(BYTES), PLAIN, call("id1", PATIENCE));
    expectStored(BYTES, info);
    assertThat(info.writeId()).contains("id1");
    assertThat(server.requests(COMPLETE)).hasSize(2);
    assertThat(server.requests(ABORT)).isEmpty();
  }

  @Test
  void F4_F11_complete_answerLost_isRepeatedAndFound() {
    server.on(COMPLETE).answer(S3Fault.loseAnswer(Ending.RESET));
    expectStored(BYTES, driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(server.history("key")).hasSize(1);
  }

  @Test
  void F11_complete_notAppliedThenRepeated_succeeds() {
    server.on(COMPLETE).answer(S3Fault.errorInOk("InternalError"));
    expectStored(BYTES, driver.put(KEY, stream(BYTES), PLAIN, CALL));
  }

  @Test
  void T18_complete_answerLostUnderIfAbsent_isOurOwnSuccess() {
    server.on(COMPLETE).answer(S3Fault.loseAnswer(Ending.CLOSE));
    server.on(COMPLETE).answer(S3Fault.status(412, "PreconditionFailed"));
    expectStored(BYTES, driver.put(KEY, stream(BYTES), IF_ABSENT, CALL));
  }

  @Test
  void F11_complete_appliedAndReplacedByAnother_isUnknownAndSettled() {
    server.on(COMPLETE).answer(S3Fault.loseAnswer(Ending.RESET));
    S3Injection second = server.on(COMPLETE).answer(S3Fault.status(404, "NoSuchUpload"));
    server.on(of(S3Operation.HEAD_OBJECT)).answer(S3Fault.status(404, "NoSuchKey"));
    server.on(of(S3Operation.GET_OBJECT)).answer(S3Fault.status(404, "NoSuchKey"));
    StorageException failure = failure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(second.fired()).isEqualTo(1);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
    assertThat(server.requests(ABORT)).isEmpty();
  }

  @Test
  void F11_complete_lookFails_isUnknown() {
    server.on(COMPLETE).answer(S3Fault.status(404, "NoSuchUpload"));
    server.on(of(S3Operation.HEAD_OBJECT)).answer(S3Fault.status(403, "AccessDenied"));
    StorageException failure = failure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(Objects.requireNonNull(failure.getCause()).getSuppressed()).hasSize(1);
  }

  @Test
  void T20_complete_neverAnswered_isUnknownAndNothingIsCleanedUp() {
    server.on(COMPLETE).always().answer(S3Fault.loseAnswer(Ending.RESET));
    server.on(of(S3Operation.HEAD_OBJECT)).always().answer(S3Fault.status(500, "InternalError"));
    StorageException failure = failure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(server.content("key")).contains(BYTES);
    assertThat(server.requests(ABORT)).isEmpty();
  }

  @Test
  void T17_conditions_areRepeatedOnComplete() {
    put(bytes(10));
    assertThatStorageFailure(() -> driver.put(KEY, stream(BYTES), IF_ABSENT, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    assertThat(server.unfinishedUploads()).isEmpty();
    UploadOptions match = conditional(WriteCondition.ifMatch("0123"));
    assertThatStorageFailure(() -> driver.put(KEY, stream(BYTES), match, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    assertThat(server.content("key")).contains(bytes(10));
  }

  @Test
  void T19_complete_conflict_isPassingAndTheWholeIsAborted() {
    server.on(COMPLETE).answer(S3Fault.status(409, "ConditionalRequestConflict"));
    StorageException failure = failure(() -> driver.put(KEY, stream(BYTES), IF_ABSENT, CALL));
    assertThat(failure.retryable()).isTrue();
    expectNothing();
    assertThat(server.requests(COMPLETE)).hasSize(1);
  }

  @Test
  void complete_withoutEtag_isUnknownAndSettled() {
    use(S3Stores.open(server));
    server.on(COMPLETE).answer(S3Fault.answer(200, Map.of(), new byte[0]));
    StorageException failure = failure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
  }

  @Test
  void create_withoutId_isRefused() {
    server.on(CREATE).answer(S3Fault.answer(200, Map.of(), new byte[0]));
    assertThatStorageFailure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL))
        .isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void F48_upload_withoutTime_isLateAndAborted() {
    S3Injection stalled = server.on(PARTS).always().answer(S3Fault.neverAnswer());
    StorageException failure =
        failure(() -> driver.put(KEY, stream(BYTES), PLAIN, call("1", Duration.ofMillis(700))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    stalled.remove();
    assertThat(server.awaitRequests(MultipartTest::aborted, PATIENCE)).isTrue();
  }

  @Test
  void F49_close_uploadInProgress_endsIt() {
    S3Injection stalled = server.on(PARTS).always().answer(S3Fault.stall());
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(bytes(2 * PART + 1), 0, 2 * PART + 1);
    assertThat(stalled.awaitFired(1, PATIENCE)).isTrue();
    driver.close();
    assertThatStorageFailure(
            () -> {
              session.write(bytes(3 * PART), 0, 3 * PART);
              session.commit();
            })
        .hasOutcome(Outcome.NOT_APPLIED);
    session.close();
    stalled.release();
  }

  @Test
  void upload_interrupted_isCancelledAndAborted() throws Exception {
    S3Injection stalled = server.on(PARTS).always().answer(S3Fault.stall());
    StorageException[] told = new StorageException[1];
    boolean[] flag = new boolean[1];
    Thread uploader =
        new Thread(
            () -> {
              told[0] = failure(() -> driver.put(KEY, stream(BYTES), PLAIN, CALL));
              flag[0] = Thread.interrupted();
            });
    uploader.start();
    assertThat(stalled.awaitFired(S3Stores.PARTS_IN_FLIGHT, PATIENCE)).isTrue();
    uploader.interrupt();
    stalled.remove();
    stalled.release();
    join(uploader);
    assertThatStorageFailure(
            () -> {
              throw told[0];
            })
        .isNotApplied(Kind.CANCELLED);
    assertThat(flag[0]).as("interrupt flag").isTrue();
    expectNothing();
  }

  private static boolean aborted(List<RecordedRequest> all) {
    return all.stream()
        .anyMatch(request -> request.operation() == S3Operation.ABORT_MULTIPART_UPLOAD);
  }

  private void expectStored(byte[] bytes, ObjectInfo told) {
    assertThat(server.content("key")).contains(bytes);
    ObjectInfo info = stat().orElseThrow();
    assertThat(told.etag()).isEqualTo(info.etag());
    assertThat(told.sizeBytes()).isEqualTo(bytes.length);
    assertThat(told.checksum()).isEqualTo(info.checksum());
    assertThat(told.writeId()).isEqualTo(info.writeId());
    assertThat(server.unfinishedUploads()).isEmpty();
  }

  private void expectNothing() {
    assertThat(server.keys()).isEmpty();
    assertThat(server.unfinishedUploads()).isEmpty();
  }

  private static Content announcing(byte[] bytes, Checksum checksum, AtomicInteger opened) {
    return new Content() {
      @Override
      public OptionalLong length() {
        return OptionalLong.of(bytes.length);
      }

      @Override
      public boolean replayable() {
        return true;
      }

      @Override
      public InputStream open() {
        opened.incrementAndGet();
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Optional<Checksum> checksum() {
        return Optional.of(checksum);
      }
    };
  }

  private static InputStream counting(AtomicInteger read) {
    return new FilterInputStream(new ByteArrayInputStream(BYTES)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        read.addAndGet(Math.max(0, count));
        return count;
      }
    };
  }

  private static Checksum sum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Checksum.crc32c(crc.getValue());
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
    assertThat(thread.isAlive()).isFalse();
  }

  private static Throwable catchAny(ThrowingCallable call) {
    return Objects.requireNonNull(Assertions.catchThrowable(call));
  }

  private static StorageException failure(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call));
  }

  private static RequestMatcher of(S3Operation operation) {
    return RequestMatcher.operation(operation);
  }
}
