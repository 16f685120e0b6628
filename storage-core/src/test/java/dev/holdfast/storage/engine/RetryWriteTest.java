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
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.OutcomeUnknownException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.storage.DriverFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each cell of the table of what is sent a second time, for writes of objects. */
class RetryWriteTest {

  @AfterEach
  void close() {
    fixture.close();
  }

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = Bytes.of(1000);

  private final RetryFixture fixture = new RetryFixture();
  private final FileStorage storage = fixture.storage;

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
    assertThat(failure)
        .cause()
        .isInstanceOfSatisfying(
            StorageException.class, cause -> assertThat(cause.kind()).isEqualTo(Kind.THROTTLED));
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

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
