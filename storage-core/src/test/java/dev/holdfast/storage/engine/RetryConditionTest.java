// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.storage.engine.RetryFixture.answerLost;
import static dev.holdfast.storage.engine.RetryFixture.notApplied;
import static dev.holdfast.storage.engine.RetryFixture.requestLost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.storage.DriverFault;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional writes, copies and sessions whose answers are lost. */
class RetryConditionTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final StorageKey SOURCE = StorageKey.of("source");
  private static final byte[] BYTES = Bytes.of(1000);
  private static final UploadOptions IF_ABSENT =
      UploadOptions.builder().condition(WriteCondition.ifAbsent()).build();

  private final RetryFixture fixture = new RetryFixture();
  private final FileStorage storage = fixture.storage;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void T18_ifAbsentRefusedBecauseOfTheOwnEarlierAttempt_isSuccess() {
    inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    UploadReceipt receipt = storage.upload(KEY, Content.ofBytes(BYTES), IF_ABSENT);
    assertThat(receipt.attempts()).isEqualTo(3);
    assertThat(fixture.recorder.measures).containsExactly("upload RETRY", "upload RESOLVED");
    assertStored();
  }

  @Test
  void T18_ifAbsentRefusedBecauseOfAnotherObject_saysThatItExists() {
    storage.upload(KEY, Content.ofBytes(new byte[3]));
    StorageException first = failure(() -> storage.upload(KEY, Content.ofBytes(BYTES), IF_ABSENT));
    assertThat(first).isInstanceOf(PreconditionFailedException.class);
    assertThat(looks()).isZero();
    inject(notApplied().on(StorageOperation.UPLOAD));
    StorageException second = failure(() -> storage.upload(KEY, Content.ofBytes(BYTES), IF_ABSENT));
    assertThat(second).isInstanceOf(PreconditionFailedException.class);
    assertThat(looks()).isEqualTo(1);
    inject(requestLost().settled().on(StorageOperation.UPLOAD));
    StorageException third = failure(() -> storage.upload(KEY, Content.ofBytes(BYTES), IF_ABSENT));
    assertThat(third.kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(third.outcome())
        .as("it may have been applied and replaced")
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(third.settled()).isTrue();
  }

  @Test
  void T18_ifAbsentRefusedAndNobodyCanLook_isNoFalseExists() {
    fixture.memory.keepsWriteIds = false;
    inject(answerLost().settled().on(StorageOperation.UPLOAD));
    StorageException failure =
        failure(() -> storage.upload(KEY, Content.ofBytes(BYTES), IF_ABSENT));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).isNotInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void T18_ifMatchRefusedBecauseOfTheOwnEarlierAttempt_isSuccess() {
    String etag = storage.upload(KEY, Content.ofBytes(new byte[3])).etag();
    UploadOptions ifMatch = UploadOptions.builder().condition(WriteCondition.ifMatch(etag)).build();
    inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    storage.upload(KEY, Content.ofBytes(BYTES), ifMatch);
    assertStored();
  }

  @Test
  void F4_copy_isRepeatedAndResolvedLikeAPut() {
    storage.upload(SOURCE, Content.ofBytes(BYTES));
    inject(notApplied().on(StorageOperation.COPY));
    assertThat(storage.copy(SOURCE, KEY).attempts()).isEqualTo(2);
    inject(answerLost().on(StorageOperation.COPY));
    CopyOptions ifAbsent = CopyOptions.builder().condition(WriteCondition.ifAbsent()).build();
    StorageKey other = StorageKey.of("other");
    assertThat(storage.copy(SOURCE, other, ifAbsent).info().key()).isEqualTo(other);
    inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageOperation.COPY));
    StorageKey third = StorageKey.of("third");
    assertThat(storage.copy(SOURCE, third, ifAbsent).info().key()).isEqualTo(third);
    inject(requestLost().on(StorageOperation.COPY));
    StorageException failure = failure(() -> storage.copy(SOURCE, StorageKey.of("fourth")));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isFalse();
    assertThat(fixture.faults.calls(StorageOperation.COPY)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void F11_commitWhoseAnswerIsLost_isResolvedAndNeverRepeated(boolean settled) throws IOException {
    DriverFault lost = answerLost().on(StorageOperation.UPLOAD);
    inject(settled ? lost.settled() : lost);
    try (UploadSession session = storage.beginUpload(KEY)) {
      session.stream().write(BYTES);
      assertThat(session.commit().attempts()).isEqualTo(2);
    }
    assertStored();
    DriverFault gone = requestLost().on(StorageOperation.UPLOAD);
    inject(settled ? gone.settled() : gone);
    StorageKey other = StorageKey.of("other");
    try (UploadSession session = storage.beginUpload(other)) {
      session.stream().write(BYTES);
      StorageException failure = failure(session::commit);
      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(failure.settled()).isEqualTo(settled);
    }
    assertThat(fixture.recorder.measures).containsExactly("upload RESOLVED");
    assertThat(puts()).isEqualTo(2);
  }

  @Test
  void begin_thatWasNotApplied_isRepeated() {
    int[] calls = new int[1];
    FileStorage flaky =
        fixture.storage(
            new ForwardingProbe(fixture.memory) {
              @Override
              public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
                calls[0]++;
                if (calls[0] <= 2) {
                  throw StorageException.builder(Kind.THROTTLED).build();
                }
                return super.begin(key, options, call);
              }
            },
            RetryPolicy.standard(),
            RetryBudget.of(1.0, 10, fixture.time));
    try (UploadSession session = flaky.beginUpload(KEY)) {
      assertThat(session.commit().attempts()).isEqualTo(3);
    }
  }

  private void inject(DriverFault fault) {
    fixture.faults.inject(fault);
  }

  private long puts() {
    return fixture.faults.calls(StorageOperation.UPLOAD);
  }

  private long looks() {
    return fixture.faults.calls(StorageOperation.STAT);
  }

  private void assertStored() {
    assertThat(storage.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
