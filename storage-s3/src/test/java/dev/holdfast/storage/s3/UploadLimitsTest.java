// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Backoff;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Fault;
import dev.holdfast.testkit.s3.S3Injection;
import dev.holdfast.testkit.s3.S3Operation;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T7, T8: memory, time and stragglers of uploads in parts. */
final class UploadLimitsTest extends S3Fixture {

  private static final RequestMatcher PARTS = RequestMatcher.operation(S3Operation.UPLOAD_PART);
  private static final RequestMatcher ABORT =
      RequestMatcher.operation(S3Operation.ABORT_MULTIPART_UPLOAD);

  @Test
  void T8_partsLargerThanTheMemory_areRefusedBeforeTheFirstByte() {
    Content huge = Content.ofStream(InputStream.nullInputStream(), 1L << 45);
    assertThatStorageFailure(() -> driver.put(KEY, huge, PLAIN, CALL))
        .isNotApplied(Kind.INVALID_ARGUMENT);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void T7_memoryOfOthers_isWaitedForAsLongAsTheCallMayTake() {
    List<DriverUpload> open = new ArrayList<>();
    for (int at = 0; at < 40; at++) {
      DriverUpload session = driver.begin(KEY, PLAIN, CALL);
      session.write(new byte[1], 0, 1);
      open.add(session);
    }
    CallContext soon = call("1", Duration.ofMillis(100));
    assertThatStorageFailure(() -> driver.put(KEY, stream(bytes(10)), PLAIN, soon))
        .isNotApplied(Kind.TIMEOUT);
    Thread.currentThread().interrupt();
    assertThatStorageFailure(() -> driver.put(KEY, stream(bytes(10)), PLAIN, CALL))
        .isNotApplied(Kind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    open.get(0).close();
    driver.put(KEY, stream(bytes(10)), PLAIN, CALL);
    open.forEach(DriverUpload::close);
    assertThat(server.content("key")).contains(bytes(10));
  }

  @Test
  void F19_partThatEndsAfterTheAbort_isAbortedAgain() {
    S3Injection stalled = server.on(PARTS).answer(S3Fault.stall());
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(bytes(S3Stores.PART_BYTES + 1), 0, S3Stores.PART_BYTES + 1);
    awaitBody();
    session.close();
    assertThat(server.requests(ABORT)).hasSize(1);
    stalled.release();
    assertThat(
            server.awaitRequests(
                all ->
                    all.stream()
                            .filter(r -> r.operation() == S3Operation.ABORT_MULTIPART_UPLOAD)
                            .count()
                        == 2,
                PATIENCE))
        .isTrue();
    assertThat(server.unfinishedUploads()).isEmpty();
  }

  @Test
  void close_interruptedWhileAPartRuns_abortsAndKeepsTheFlag() throws InterruptedException {
    S3Injection stalled = server.on(PARTS).answer(S3Fault.stall());
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(bytes(S3Stores.PART_BYTES + 1), 0, S3Stores.PART_BYTES + 1);
    awaitBody();
    boolean[] flag = new boolean[1];
    Thread closer =
        new Thread(
            () -> {
              session.close();
              flag[0] = Thread.interrupted();
            });
    closer.start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (closer.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    closer.interrupt();
    closer.join(PATIENCE.toMillis());
    assertThat(flag[0]).isTrue();
    assertThat(server.requests(ABORT)).isNotEmpty();
    stalled.release();
  }

  @Test
  void pauseBeforeARepetition_interrupted_isCancelled() throws InterruptedException {
    use(
        S3Stores.open(
            S3Stores.settings(server),
            RetryPolicy.builder()
                .backoff(new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(5)))
                .build()));
    S3Injection failing = server.on(PARTS).always().answer(S3Fault.status(500, "InternalError"));
    DriverUpload session = driver.begin(KEY, PLAIN, CALL);
    session.write(bytes(S3Stores.PART_BYTES + 1), 0, S3Stores.PART_BYTES + 1);
    assertThat(failing.awaitFired(1, PATIENCE)).isTrue();
    long begun = System.nanoTime();
    session.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1900));
    assertThat(server.unfinishedUploads()).isEmpty();
    assertThat(failing.fired()).isEqualTo(1);
  }

  /** Waits until the server has a part whole, so that its client can only wait for the answer. */
  private void awaitBody() {
    assertThat(
            server.awaitRequests(
                all ->
                    all.stream()
                        .anyMatch(
                            request ->
                                request.operation() == S3Operation.UPLOAD_PART
                                    && request.bodyBytes() >= S3Stores.PART_BYTES),
                PATIENCE))
        .isTrue();
  }
}
