// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FaultInjectingDriverTest {

  private static final byte[] BYTES = Payload.plain(1000, 1);

  private final FaultInjectingDriver driver = FaultInjectingDriver.over(MemoryDriver.create());
  private final StoreUnderTest store =
      new StoreUnderTest(driver, driver.capabilities(), 1000, reason -> {});

  @Test
  void before_upload_isNotMade() {
    driver.inject(
        DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    assertThatStorageFailure(() -> store.put("a", BYTES))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasOperation(StorageOperation.UPLOAD)
        .hasKey(StorageKey.of("a"));
    store.expectAbsent("a");
    store.put("a", BYTES);
    store.expect("a", BYTES);
  }

  @Test
  void after_upload_isMade() {
    driver.inject(DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN));
    assertThatStorageFailure(() -> store.put("a", BYTES))
        .hasKind(Kind.TIMEOUT)
        .hasOutcome(Outcome.UNKNOWN);
    store.expect("a", BYTES);
  }

  @Test
  void after_delete_isMade() {
    store.put("a", BYTES);
    driver.inject(DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN).on(StorageOperation.DELETE));
    assertThatStorageFailure(() -> store.delete("a")).hasOutcome(Outcome.UNKNOWN);
    store.expectAbsent("a");
  }

  @Test
  void session_before_isHitAtCommit() {
    driver.inject(
        DriverFault.before(Kind.THROTTLED, Outcome.NOT_APPLIED).on(StorageOperation.UPLOAD));
    try (DriverUpload session = store.begin("a")) {
      session.write(BYTES, 0, BYTES.length);
      assertThatStorageFailure(session::commit).isNotApplied(Kind.THROTTLED);
    }
    store.expectAbsent("a");
  }

  @Test
  void inBody_download_breaksAfterBytes() throws IOException {
    store.put("a", BYTES);
    driver.inject(DriverFault.inBody(300));
    try (InputStream body = store.open("a").body()) {
      assertThat(body.readNBytes(300)).isEqualTo(Arrays.copyOf(BYTES, 300));
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
    store.expect("a", BYTES);
  }

  @Test
  void timesAndSkipping_hitExactlyThoseCalls() {
    driver.inject(
        DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED)
            .on(StorageOperation.STAT)
            .skipping(2)
            .times(2));
    store.stat("a");
    store.stat("a");
    assertThatStorageFailure(() -> store.stat("a")).isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> store.stat("a")).isNotApplied(Kind.UNAVAILABLE);
    store.stat("a");
    assertThat(driver.calls(StorageOperation.STAT)).isEqualTo(5);
    assertThat(driver.calls(StorageOperation.LIST)).isZero();
  }

  @Test
  void key_other_isNotHit() {
    driver.inject(
        DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(StorageKey.of("a")).always());
    store.put("b", BYTES);
    assertThatStorageFailure(() -> store.put("a", BYTES)).isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> store.read("a")).isNotApplied(Kind.UNAVAILABLE);
    driver.heal();
    store.put("a", BYTES);
    store.expect("a", BYTES);
  }

  @Test
  void settledAndRetryAfter_areFactsOfTheFailure() {
    driver.inject(DriverFault.after(Kind.UNAVAILABLE, Outcome.UNKNOWN));
    driver.inject(
        DriverFault.before(Kind.THROTTLED, Outcome.UNKNOWN)
            .settled()
            .retryAfter(Duration.ofSeconds(7))
            .on(StorageOperation.UPLOAD));
    StorageException open = catchThrowableOfType(StorageException.class, () -> store.stat("a"));
    assertThat(open.settled()).isFalse();
    assertThat(open.retryAfter()).isEmpty();
    StorageException told =
        catchThrowableOfType(StorageException.class, () -> store.put("a", BYTES));
    assertThat(told.settled()).isTrue();
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(7));
    store.expectAbsent("a");
  }

  @Test
  void writeIds_areKeptByPutSessionAndCopy() {
    StorageKey key = StorageKey.of("a");
    CallContext call = named("w1");
    assertThat(driver.keepsWriteIds()).isTrue();
    driver.put(key, Content.ofBytes(BYTES), UploadOptions.defaults(), call);
    assertThat(driver.stat(key, call).orElseThrow().writeId()).contains("w1");
    driver.copy(key, key, CopyOptions.defaults(), named("w2"));
    assertThat(driver.stat(key, call).orElseThrow().writeId()).contains("w2");
    try (DriverUpload session = driver.begin(key, UploadOptions.defaults(), named("w3"))) {
      session.commit();
    }
    assertThat(driver.stat(key, call).orElseThrow().writeId()).contains("w3");
    driver.copy(key, key, CopyOptions.defaults(), CallContext.unbounded());
    assertThat(driver.stat(key, call).orElseThrow().writeId()).isEmpty();
  }

  private static CallContext named(String writeId) {
    return new CallContext() {
      @Override
      public Duration remaining() {
        return Duration.ofDays(1);
      }

      @Override
      public Optional<String> writeId() {
        return Optional.of(writeId);
      }
    };
  }

  @Test
  void severalFaults_areUsedInOrder() {
    driver.inject(DriverFault.before(Kind.THROTTLED, Outcome.NOT_APPLIED));
    driver.inject(DriverFault.before(Kind.TIMEOUT, Outcome.NOT_APPLIED));
    assertThatStorageFailure(() -> store.list("")).isNotApplied(Kind.THROTTLED);
    assertThatStorageFailure(() -> store.read("a")).isNotApplied(Kind.TIMEOUT);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void unwrap_ownAndBelow_areFound() {
    assertThat(driver.unwrap(FaultInjectingDriver.class)).contains(driver);
    assertThat(driver.unwrap(MemoryDriver.class)).isPresent();
  }

  @Test
  void fault_withoutSense_isRefused() {
    DriverFault fault = DriverFault.before(Kind.TIMEOUT, Outcome.UNKNOWN);
    assertThatThrownBy(() -> fault.times(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fault.skipping(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DriverFault.inBody(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
