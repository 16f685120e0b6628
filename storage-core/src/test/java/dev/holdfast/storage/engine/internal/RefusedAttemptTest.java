// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attempt that a layer refuses is neither repeated nor counted as sent. */
class RefusedAttemptTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final Scheduler scheduler = Scheduler.system("refused-test", 1);
  private final Ticker ticker = () -> 0L;
  private final Measures measures = new Measures("tier", null);
  private final FaultInjectingDriver faults = FaultInjectingDriver.over(MemoryDriver.create());
  private int sparing;
  private int refused;

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void F18_attemptThatIsRefused_isNotRepeated() {
    StorageException read =
        catchThrowableOfType(
            StorageException.class, () -> layer().stat(KEY, CallContext.unbounded()));
    assertThat(read.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(read.attempts()).isZero();
    StorageException write = catchThrowableOfType(StorageException.class, this::put);
    assertThat(write.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(write.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(write.attempts()).isZero();
    assertThat(refused).isEqualTo(2);
  }

  @Test
  void F18_repetitionThatIsRefused_keepsWhatIsKnownOfTheFirst() {
    sparing = 1;
    faults.inject(
        DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    StorageException write = catchThrowableOfType(StorageException.class, this::put);
    assertThat(write.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(write.attempts()).isEqualTo(1);
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void F18_lookThatIsRefused_endsTheSearch() {
    sparing = 1;
    faults.inject(DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN).on(StorageOperation.UPLOAD));
    StorageException write = catchThrowableOfType(StorageException.class, this::put);
    assertThat(write.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(write.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(write.attempts()).isEqualTo(1);
    assertThat(refused).isEqualTo(1);
  }

  private ObjectInfo put() {
    return layer()
        .put(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults(), CallContext.unbounded());
  }

  private RetryLayer layer() {
    Environment environment =
        new Environment(
            Environment.systemClock(),
            ticker,
            (signal, deadline) -> signal.holds(),
            scheduler,
            new Random(1));
    return new RetryLayer(
        new Refusing(),
        RetryPolicy.standard(),
        RetryBudget.of(1.0, 10, ticker),
        environment,
        measures);
  }

  /** Refuses all but the first calls. */
  private final class Refusing extends ForwardingDriver {

    Refusing() {
      super(new CountLayer(faults, ticker, measures));
    }

    @Override
    public ObjectInfo put(
        StorageKey key, Content content, UploadOptions options, CallContext call) {
      check(StorageOperation.UPLOAD, call);
      return super.put(key, content, options, call);
    }

    @Override
    public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
      check(StorageOperation.STAT, call);
      return super.stat(key, call);
    }

    private void check(StorageOperation operation, CallContext call) {
      if (sparing-- > 0) {
        return;
      }
      refused++;
      Attempt.refuse(call);
      throw StorageException.builder(Kind.OVERLOADED).operation(operation).build();
    }
  }
}
