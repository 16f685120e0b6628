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
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.OutcomeUnknownException;
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
import dev.holdfast.testkit.storage.DriverFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cell of the table of what is sent a second time, for writes of objects. */
class RetryWriteTest {

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

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"THROTTLED", "UNAVAILABLE", "TIMEOUT", "OVERLOADED", "STORAGE_LOCKED"})
  void F3_F6_notAppliedAndPassing_isRepeatedUntilItSucceeds(Kind kind) {
    inject(DriverFault.before(kind, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD).times(3));
    UploadReceipt receipt = upload();
    assertThat(receipt.attempts()).isEqualTo(4);
    assertThat(puts()).isEqualTo(4);
    assertThat(looks()).isZero();
    assertThat(fixture.time.pauses).hasSize(3);
    assertThat(fixture.recorder.measures)
        .containsExactly("upload RETRY", "upload RETRY", "upload RETRY");
    assertStored();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"THROTTLED", "UNAVAILABLE", "TIMEOUT", "OVERLOADED", "STORAGE_LOCKED"})
  void F7_notAppliedAndLasting_isNotRepeated(Kind kind) {
    for (Outcome outcome : Outcome.values()) {
      fixture.faults.heal();
      inject(DriverFault.before(kind, outcome).on(StorageOperation.UPLOAD).always());
      long before = puts();
      StorageException failure = failedUpload();
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.outcome()).isEqualTo(outcome);
      assertThat(failure.attempts()).isEqualTo(1);
      assertThat(puts() - before).isEqualTo(1);
    }
    assertThat(looks()).isZero();
    assertThat(fixture.time.pauses).isEmpty();
  }

  @Test
  void F6_attemptsUsedUp_failsAsTheLastOneWithAllInSight() {
    inject(notApplied().on(StorageOperation.UPLOAD).times(3));
    inject(DriverFault.before(Kind.THROTTLED, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    StorageException failure = failedUpload();
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(failure.attempts()).isEqualTo(4);
    assertThat(failure.key()).contains(KEY);
    assertThat(failure)
        .hasMessageContaining("failed after 4 attempts in ")
        .hasMessageContaining("a fault was injected");
    assertThat(failure.getCause()).isInstanceOf(StorageException.class);
    assertThat(((StorageException) failure.getCause()).kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.getSuppressed()).hasSize(3);
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void F4_answerLostOfAnAppliedPut_isFoundAndNotSentAgain() {
    inject(answerLost().on(StorageOperation.UPLOAD));
    UploadReceipt receipt = upload();
    assertThat(receipt.attempts()).isEqualTo(2);
    assertThat(puts()).isEqualTo(1);
    assertThat(looks()).isEqualTo(1);
    assertThat(fixture.recorder.measures).containsExactly("upload RESOLVED");
    assertThat(fixture.recorder.attempts).containsExactly("upload TIMEOUT", "upload");
    assertStored();
  }

  @Test
  void F4_requestNeverAnswered_isLookedForAndNeverSentAgain() {
    inject(requestLost().on(StorageOperation.UPLOAD));
    StorageException failure = failedUpload();
    assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.settled()).isFalse();
    assertThat(failure).hasMessageContaining("or may be later");
    assertThat(puts()).isEqualTo(1);
    assertThat(looks()).isEqualTo(3);
    assertThat(failure.attempts()).isEqualTo(4);
    assertThat(fixture.recorder.measures).isEmpty();
  }

  @Test
  void F35_requestAppliedLate_isFoundByALaterLook() {
    inject(requestLost().on(StorageOperation.UPLOAD));
    UploadOptions[] seen = new UploadOptions[1];
    int[] pauses = new int[1];
    CallContext[] call = new CallContext[1];
    fixture.time.waiting =
        () -> {
          if (++pauses[0] == 2) {
            fixture.memory.memory.put(KEY, Content.ofBytes(BYTES), seen[0], call[0]);
          }
        };
    FileStorage late =
        fixture.storage(
            new ForwardingProbe(fixture.faults) {
              @Override
              public ObjectInfo put(
                  StorageKey key, Content content, UploadOptions options, CallContext context) {
                seen[0] = options;
                call[0] = context;
                try (var stream = content.open()) {
                  assertThat(stream.readAllBytes()).isEqualTo(BYTES);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
                return super.put(key, content, options, context);
              }
            },
            RetryPolicy.standard(),
            RetryBudget.of(1.0, 10, fixture.time));
    assertThat(late.upload(KEY, Content.ofBytes(BYTES)).attempts()).isEqualTo(3);
    assertThat(puts()).isEqualTo(1);
    assertThat(looks()).isEqualTo(2);
  }

  @Test
  void F4_settledUnknownNotApplied_isLookedAtAndRepeated() {
    inject(requestLost().settled().on(StorageOperation.UPLOAD));
    UploadReceipt receipt = upload();
    assertThat(receipt.attempts()).isEqualTo(3);
    assertThat(puts()).isEqualTo(2);
    assertThat(looks()).isEqualTo(1);
    assertThat(fixture.recorder.measures).containsExactly("upload RETRY");
    assertStored();
  }

  @Test
  void F4_settledUnknownApplied_isFoundAndNotSentAgain() {
    inject(answerLost().settled().on(StorageOperation.UPLOAD));
    assertThat(upload().attempts()).isEqualTo(2);
    assertThat(puts()).isEqualTo(1);
    assertThat(fixture.recorder.measures).containsExactly("upload RESOLVED");
  }

  @Test
  void F4_settledUnknownAndNothingIsToldByAForeignObject_isRepeated() {
    storage.upload(KEY, Content.ofBytes(new byte[3]));
    inject(requestLost().settled().on(StorageOperation.UPLOAD).times(2));
    upload();
    assertStored();
    assertThat(puts()).isEqualTo(4);
    assertThat(looks()).isEqualTo(2);
  }

  @Test
  void F4_settledUnknownThenARefusal_staysUnknown() {
    inject(requestLost().settled().on(StorageOperation.UPLOAD));
    inject(DriverFault.before(Kind.ACCESS_DENIED, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    StorageException failure = failedUpload();
    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
    assertThat(failure.attempts()).isEqualTo(3);
  }

  @Test
  void F4_lookFails_isRepeatedAndChangesNoOutcome() {
    inject(answerLost().on(StorageOperation.UPLOAD));
    inject(notApplied().on(StorageOperation.STAT).times(2));
    assertThat(upload().attempts()).isEqualTo(4);
    inject(answerLost().on(StorageOperation.UPLOAD));
    inject(notApplied().on(StorageOperation.STAT).times(3));
    StorageException failure = failedUpload();
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.getSuppressed()).hasSize(3);
  }

  @Test
  void F4_lookIsForbidden_endsAtOnceAsUnknown() {
    inject(answerLost().settled().on(StorageOperation.UPLOAD));
    inject(DriverFault.before(Kind.ACCESS_DENIED, Outcome.NOT_APPLIED).on(StorageOperation.STAT));
    StorageException failure = failedUpload();
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
    assertThat(looks()).isEqualTo(1);
    assertThat(puts()).isEqualTo(1);
  }

  @Test
  void F4_withoutWriteIds_settledIsRepeatedAndUnsettledIsNot() {
    fixture.memory.keepsWriteIds = false;
    inject(requestLost().settled().on(StorageOperation.UPLOAD));
    assertThat(upload().attempts()).isEqualTo(2);
    assertThat(storage.stat(KEY).orElseThrow().writeId()).isEmpty();
    long before = looks();
    inject(answerLost().on(StorageOperation.UPLOAD));
    StorageException failure = failedUpload();
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(puts()).isEqualTo(3);
    assertThat(looks()).isEqualTo(before);
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
              public dev.holdfast.storage.spi.DriverUpload begin(
                  StorageKey key, UploadOptions options, CallContext call) {
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

  @Test
  void F3_singleShotContent_isRepeatedOnlyIfItWasNotOpened() {
    Content once = Content.ofStream(new ByteArrayInputStream(BYTES), BYTES.length);
    inject(notApplied().on(StorageOperation.UPLOAD).times(2));
    assertThat(storage.upload(KEY, once).attempts()).isEqualTo(3);
    int[] calls = new int[1];
    BentDriver.Put real = fixture.memory.put;
    fixture.memory.put =
        (key, content, options, call) -> {
          calls[0]++;
          try (var stream = content.open()) {
            assertThat(stream.readNBytes(500)).hasSize(500);
          }
          throw StorageException.builder(Kind.UNAVAILABLE)
              .operation(StorageOperation.UPLOAD)
              .build();
        };
    StorageException failure =
        failure(() -> storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(BYTES))));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(calls).containsExactly(1);
    fixture.memory.put = real;
    inject(answerLost().on(StorageOperation.UPLOAD));
    upload();
    inject(answerLost().settled().on(StorageOperation.UPLOAD));
    storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(BYTES)));
    assertStored();
  }

  @Test
  void F4_singleShotContentSettledButNotFound_staysUnknown() {
    BentDriver.Put real = fixture.memory.put;
    int[] calls = new int[1];
    fixture.memory.put =
        (key, content, options, call) -> {
          calls[0]++;
          try (var stream = content.open()) {
            assertThat(stream.readAllBytes()).isEqualTo(BYTES);
          }
          throw StorageException.builder(Kind.UNAVAILABLE)
              .operation(StorageOperation.UPLOAD)
              .outcome(Outcome.UNKNOWN)
              .settled()
              .build();
        };
    StorageException failure =
        failure(() -> storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(BYTES))));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
    assertThat(calls).containsExactly(1);
    assertThat(looks()).isEqualTo(1);
    fixture.memory.put = real;
  }

  @Test
  void writeId_isOnePerOperationAndKeptByItsAttempts() {
    inject(notApplied().on(StorageOperation.UPLOAD).times(2));
    String first = upload().info().writeId().orElseThrow();
    String second = upload().info().writeId().orElseThrow();
    assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second);
  }

  @Test
  void F8_deadline_isNeverOverstayedByAPause() {
    inject(notApplied().retryAfter(Duration.ofSeconds(4)).on(StorageOperation.UPLOAD).always());
    UploadOptions tenSeconds = UploadOptions.builder().timeout(Duration.ofSeconds(10)).build();
    long began = fixture.time.nanos();
    StorageException failure =
        failure(() -> storage.upload(KEY, Content.ofBytes(BYTES), tenSeconds));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(Duration.ofNanos(fixture.time.nanos() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(fixture.time.pauses)
        .hasSize(2)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) >= 0);
  }

  @Test
  void F5_retryAfterOfTheLook_isHonoured() {
    inject(answerLost().on(StorageOperation.UPLOAD));
    inject(
        DriverFault.before(Kind.THROTTLED, Outcome.NOT_APPLIED)
            .retryAfter(Duration.ofSeconds(9))
            .on(StorageOperation.STAT));
    upload();
    assertThat(fixture.time.pauses.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void F28_F29_interruptedPause_isCancelledWithTheTrueOutcomeAndTheFlag() {
    fixture.time.waiting = () -> Thread.currentThread().interrupt();
    inject(notApplied().on(StorageOperation.UPLOAD));
    StorageException nothing = failedUpload();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(nothing.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(nothing.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    inject(answerLost().on(StorageOperation.UPLOAD));
    StorageException perhaps = failedUpload();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(perhaps.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(perhaps.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(perhaps.settled()).isFalse();
    assertThat(perhaps.attempts()).isEqualTo(1);
    assertThat(perhaps.key()).contains(KEY);
    inject(answerLost().settled().on(StorageOperation.UPLOAD));
    assertThat(failedUpload().settled()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void F28_interruptedLook_isCancelledAndUnknown() {
    inject(answerLost().on(StorageOperation.UPLOAD));
    inject(DriverFault.before(Kind.CANCELLED, Outcome.NOT_APPLIED).on(StorageOperation.STAT));
    StorageException failure = failedUpload();
    assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isFalse();
  }

  @Test
  void budgetUsedUp_isNotOverdrawn() {
    FileStorage poor =
        fixture.storage(
            fixture.faults, RetryPolicy.standard(), RetryBudget.of(0.0, 0, fixture.time));
    inject(notApplied().on(StorageOperation.UPLOAD).always());
    StorageException failure = failure(() -> poor.upload(KEY, Content.ofBytes(BYTES)));
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(fixture.recorder.measures).containsExactly("upload RETRY_REFUSED");
    assertThat(fixture.time.pauses).isEmpty();
    fixture.faults.heal();
    FileStorage one =
        fixture.storage(
            fixture.faults, RetryPolicy.standard(), RetryBudget.of(1.0, 0, fixture.time));
    inject(requestLost().settled().on(StorageOperation.UPLOAD));
    StorageException looked = failure(() -> one.upload(KEY, Content.ofBytes(BYTES)));
    assertThat(looked.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(looked.attempts()).as("the look was paid, the repetition not").isEqualTo(2);
  }

  @Test
  void policyOfOneAttempt_neitherRepeatsNorLooks() {
    FileStorage once =
        fixture.storage(fixture.faults, RetryPolicy.never(), RetryBudget.of(1.0, 10, fixture.time));
    inject(answerLost().on(StorageOperation.UPLOAD));
    assertThat(failure(() -> once.upload(KEY, Content.ofBytes(BYTES))).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(looks()).isZero();
  }

  private void inject(DriverFault fault) {
    fixture.faults.inject(fault);
  }

  private UploadReceipt upload() {
    return storage.upload(KEY, Content.ofBytes(BYTES));
  }

  private StorageException failedUpload() {
    return failure(this::upload);
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

  private static StorageException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
