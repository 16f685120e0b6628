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
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.testkit.storage.DriverFault;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ends the repeating of writes: deadline, interrupt, budget, policy. */
class RetryLimitsTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = Bytes.of(1000);

  private final RetryFixture fixture = new RetryFixture();
  private final FileStorage storage = fixture.storage;

  @AfterEach
  void close() {
    fixture.close();
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

  private long looks() {
    return fixture.faults.calls(StorageOperation.STAT);
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
