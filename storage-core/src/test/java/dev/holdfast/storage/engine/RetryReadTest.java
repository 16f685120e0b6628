// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.storage.engine.RetryFixture.notApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.testkit.storage.DriverFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is repeated of reads, listings and deletes. */
class RetryReadTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = Bytes.of(100);

  private final RetryFixture fixture = new RetryFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void F6_reads_areRepeatedWhateverTheOutcomeSays() {
    fixture.storage.upload(KEY, Content.ofBytes(BYTES));
    for (DriverFault fault :
        new DriverFault[] {
          notApplied(),
          DriverFault.before(Kind.TIMEOUT, Outcome.UNKNOWN),
          DriverFault.after(Kind.THROTTLED, Outcome.UNKNOWN).settled()
        }) {
      fixture.faults.inject(fault.on(StorageOperation.STAT).times(3));
      assertThat(fixture.storage.stat(KEY)).isPresent();
      fixture.faults.inject(fault.on(StorageOperation.LIST).times(3));
      assertThat(fixture.storage.list(ListRequest.builder().build()).hasNext()).isTrue();
      fixture.faults.inject(fault.on(StorageOperation.DOWNLOAD).times(3));
      assertThat(fixture.storage.download(KEY).readAllBytes(100)).isEqualTo(BYTES);
    }
    assertThat(fixture.time.pauses).hasSize(27);
  }

  @Test
  void budget_isFilledByReadsToo() {
    FileStorage earning =
        fixture.storage(
            fixture.faults, RetryPolicy.standard(), RetryBudget.of(1.0, 0, fixture.time));
    fixture.faults.inject(notApplied().on(StorageOperation.STAT));
    assertThat(earning.stat(KEY)).isEmpty();
  }

  @Test
  void F10_keyMissing_isNotRepeated() {
    StorageException failure = failure(() -> fixture.storage.download(KEY));
    assertThat(failure).isInstanceOf(ObjectNotFoundException.class).hasNoCause();
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(fixture.time.pauses).isEmpty();
  }

  @Test
  void F6_readThatKeepsFailing_endsWithAllAttempts() {
    fixture.faults.inject(notApplied().on(StorageOperation.STAT).always());
    StorageException failure = failure(() -> fixture.storage.stat(KEY));
    assertThat(failure.attempts()).isEqualTo(4);
    assertThat(failure.operation()).isEqualTo(StorageOperation.STAT);
    assertThat(failure.getSuppressed()).hasSize(3);
    assertThat(fixture.recorder.attempts)
        .containsExactly(
            "stat UNAVAILABLE", "stat UNAVAILABLE", "stat UNAVAILABLE", "stat UNAVAILABLE");
  }

  @Test
  void F4_delete_isRepeatedWhenItWasNotAppliedOrWasAnswered() {
    fixture.storage.upload(KEY, Content.ofBytes(BYTES));
    inject(notApplied());
    inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.UNKNOWN).settled());
    assertThat(fixture.storage.delete(KEY).attempts()).isEqualTo(3);
    assertThat(fixture.storage.exists(KEY)).isFalse();
  }

  @Test
  void F35_deleteThatWasNeverAnswered_isNotRepeatedAndNotTakenForDone() {
    for (DriverFault fault :
        new DriverFault[] {
          DriverFault.before(Kind.TIMEOUT, Outcome.UNKNOWN),
          DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN)
        }) {
      long before = fixture.faults.calls(StorageOperation.DELETE);
      inject(fault);
      StorageException failure = failure(() -> fixture.storage.delete(KEY));
      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(failure.settled()).isFalse();
      assertThat(fixture.faults.calls(StorageOperation.DELETE) - before).isEqualTo(1);
    }
  }

  @Test
  void F4_deleteIfMatchThatWasAnsweredAndUnknown_staysUnknown() {
    String etag = fixture.storage.upload(KEY, Content.ofBytes(BYTES)).etag();
    DeleteOptions ifMatch = DeleteOptions.builder().condition(WriteCondition.ifMatch(etag)).build();
    inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.UNKNOWN).settled());
    StorageException failure = failure(() -> fixture.storage.delete(KEY, ifMatch));
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
    assertThat(failure.attempts()).isEqualTo(1);
    String again = fixture.storage.upload(KEY, Content.ofBytes(BYTES)).etag();
    inject(notApplied());
    assertThat(
            fixture
                .storage
                .delete(
                    KEY, DeleteOptions.builder().condition(WriteCondition.ifMatch(again)).build())
                .attempts())
        .isEqualTo(2);
  }

  @Test
  void F4_deleteAnsweredAsUnknownThenRefused_staysUnknown() {
    inject(DriverFault.before(Kind.UNAVAILABLE, Outcome.UNKNOWN).settled());
    inject(DriverFault.before(Kind.ACCESS_DENIED, Outcome.NOT_APPLIED));
    StorageException failure = failure(() -> fixture.storage.delete(KEY));
    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
  }

  @Test
  void driverThatBreaksItsContract_isNotRepeatedAndReported() {
    fixture.memory.before =
        () -> {
          throw new IllegalStateException("a fault of the driver");
        };
    assertThat(catchThrowableOfType(IllegalStateException.class, () -> fixture.storage.delete(KEY)))
        .hasMessage("a fault of the driver");
    assertThat(fixture.recorder.attempts).containsExactly("delete UNAVAILABLE");
    assertThat(fixture.recorder.lines).containsExactly("tier delete UNAVAILABLE UNKNOWN");
  }

  private void inject(DriverFault fault) {
    fixture.faults.inject(fault.on(StorageOperation.DELETE));
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
