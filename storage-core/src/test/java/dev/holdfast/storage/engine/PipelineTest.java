// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.BulkResult;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a pipeline is made of, passes on, reports and owns. */
class PipelineTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();

  @Test
  void build_withSettingsThatMakeNoSense_listsThemAll() {
    Pipeline pipeline = Pipeline.around(driver).name(" ").closeGrace(Duration.ofNanos(-1));
    assertThatThrownBy(pipeline::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name must not be blank")
        .hasMessageContaining("closeGrace must not be negative");
  }

  @Test
  void name_isTheDriversByDefault() {
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThat(storage.upload(KEY, Content.ofBytes(new byte[1])).tiers())
          .containsExactly("memory");
      assertThat(storage.delete(KEY).tiers()).containsExactly("memory");
    }
  }

  @Test
  void close_ofOwnEnvironment_endsItsThreads() {
    FileStorage storage = Pipeline.around(driver).name("owner").build();
    storage.close();
    assertThat(driver.closed).hasValue(1);
    Environment own = Environment.system("holdfast-own");
    Pipeline.free(driver, WorkerThreads.of("own"), own);
    assertThatThrownBy(() -> own.scheduler().schedule("late", Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalStateException.class);
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-own").isEmpty());
  }

  @Test
  void close_ofGivenEnvironment_leavesItOpen() {
    Scheduler scheduler = Scheduler.system("given", 1);
    Environment environment = new ManualTicker().environment(Environment.systemClock(), scheduler);
    Pipeline.around(driver).environment(environment).build().close();
    scheduler.schedule("still works", Duration.ofDays(1), () -> {}).cancel();
    scheduler.close();
  }

  @Test
  void unwrap_givesTheDriver() {
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThat(storage.unwrap(BentDriver.class)).containsSame(driver);
      assertThat(storage.unwrap(StorageDriver.class)).containsSame(driver);
      assertThat(storage.unwrap(MemoryDriver.class)).isEmpty();
      assertThat(storage.unwrap(FileStorage.class)).isEmpty();
    }
  }

  @Test
  void presign_isPassedOn() {
    driver.capabilities = EnumSet.allOf(Capability.class);
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThat(storage.presign(PresignRequest.put(KEY)).method())
          .isEqualTo(PresignRequest.Method.PUT);
    }
  }

  @Test
  void deleteAll_givesTheOutcomeOfEachKey() {
    Recorder recorder = new Recorder();
    try (FileStorage storage = Pipeline.around(driver).observer(recorder).build()) {
      StorageKey bad = StorageKey.of("bad");
      StorageKey worse = StorageKey.of("worse");
      storage.upload(KEY, Content.ofBytes(new byte[1]));
      AtomicInteger calls = new AtomicInteger();
      StorageException denied = StorageException.builder(Kind.ACCESS_DENIED).build();
      driver.before =
          () -> {
            int call = calls.incrementAndGet();
            if (call == 1) {
              throw denied;
            }
            if (call == 2) {
              throw new IllegalStateException("bug");
            }
          };
      BulkResult result =
          storage.deleteAll(List.of(bad, worse, KEY, StorageKey.of("absent"), KEY, bad));
      assertThat(result.complete()).isFalse();
      assertThat(result.succeeded()).containsExactly(KEY, StorageKey.of("absent"));
      assertThat(result.failed()).containsOnlyKeys(bad, worse).containsEntry(bad, denied);
      assertThat(result.failed().get(worse)).hasRootCauseMessage("bug");
      assertThat(driver.memory.stat(KEY, CallContext.unbounded())).isEmpty();
      assertThat(recorder.lines.get(recorder.lines.size() - 1)).startsWith("memory delete all ");
      assertThat(storage.deleteAll(List.of()).complete()).isTrue();
    }
  }

  @Test
  void observer_hearsEachOperationOnce() {
    Recorder recorder = new Recorder();
    try (FileStorage storage = Pipeline.around(driver).name("x").observer(recorder).build()) {
      storage.upload(KEY, Content.ofBytes(new byte[7]));
      storage.stat(KEY);
      storage.copy(KEY, StorageKey.of("copy"));
      storage.download(KEY).close();
      storage.delete(KEY);
      storage.deleteAll(List.of(KEY));
      assertThat(storage.list("").hasNext()).isTrue();
      assertThatStorageFailure(() -> storage.download(KEY)).isNotApplied(Kind.NOT_FOUND);
      assertThatStorageFailure(() -> storage.presign(PresignRequest.get(KEY)))
          .isNotApplied(Kind.UNSUPPORTED);
    }
    assertThat(recorder.lines)
        .containsExactly(
            "x upload moved 7",
            "x upload",
            "x stat",
            "x copy",
            "x download",
            "x download moved 0",
            "x delete",
            "x delete all",
            "x list",
            "x download NOT_FOUND NOT_APPLIED",
            "x presign UNSUPPORTED NOT_APPLIED");
  }

  @Test
  void observerAndListener_throwAnything_operationsGoOn() {
    StorageObserver broken =
        new StorageObserver() {
          @Override
          public void operationEnded(
              String storage,
              StorageOperation operation,
              Duration elapsed,
              @Nullable StorageException failure) {
            throw new LinkageError("observer");
          }

          @Override
          public void bytesMoved(String storage, StorageOperation operation, long bytes) {
            throw new IllegalStateException("observer");
          }
        };
    AtomicInteger heard = new AtomicInteger();
    try (FileStorage storage = Pipeline.around(driver).observer(broken).build()) {
      storage.upload(
          KEY,
          Content.ofBytes(new byte[7]),
          UploadOptions.builder()
              .listener(
                  (done, total) -> {
                    heard.incrementAndGet();
                    throw new IllegalStateException("listener");
                  })
              .build());
      DownloadOptions options =
          DownloadOptions.builder()
              .listener(
                  (done, total) -> {
                    heard.incrementAndGet();
                    throw new AssertionError("listener");
                  })
              .build();
      try (Download download = storage.download(KEY, options)) {
        assertThat(download.readAllBytes(7)).hasSize(7);
      }
      assertThat(storage.exists(KEY)).isTrue();
    }
    assertThat(heard).hasValue(2);
  }

  @Test
  void driver_breaksItsContract_passesAsItIsAndIsReportedWithAnHonestOutcome() {
    Recorder recorder = new Recorder();
    IllegalStateException bug = new IllegalStateException("bug");
    driver.before =
        () -> {
          throw bug;
        };
    try (FileStorage storage = Pipeline.around(driver).name("x").observer(recorder).build()) {
      assertThat(catchThrowable(() -> storage.stat(KEY))).isSameAs(bug);
      assertThat(catchThrowable(() -> storage.delete(KEY))).isSameAs(bug);
      assertThat(catchThrowable(() -> storage.upload(KEY, Content.ofBytes(new byte[1]))))
          .isSameAs(bug);
      assertThat(catchThrowable(() -> storage.list("").hasNext())).isSameAs(bug);
    }
    assertThat(recorder.lines)
        .containsExactly(
            "x stat UNAVAILABLE NOT_APPLIED",
            "x delete UNAVAILABLE UNKNOWN",
            "x upload moved 0",
            "x upload UNAVAILABLE UNKNOWN",
            "x list UNAVAILABLE NOT_APPLIED");
  }

  @Test
  void timeouts_ofOptions_reachTheDriver() {
    Duration timeout = Duration.ofSeconds(7);
    ManualTicker ticker = new ManualTicker();
    Scheduler scheduler = Scheduler.system("timeouts", 1);
    AtomicReference<@Nullable Duration> seen = new AtomicReference<>();
    driver.put =
        (key, content, options, call) -> {
          ticker.advance(Duration.ofSeconds(2));
          seen.set(call.remaining());
          ticker.advance(Duration.ofSeconds(20));
          assertThat(call.remaining()).isZero();
          throw StorageException.builder(Kind.TIMEOUT).outcome(Outcome.UNKNOWN).build();
        };
    try (FileStorage storage =
        Pipeline.around(driver)
            .environment(ticker.environment(Environment.systemClock(), scheduler))
            .build()) {
      UploadOptions options = UploadOptions.builder().timeout(timeout).build();
      assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(new byte[1]), options))
          .hasKind(Kind.TIMEOUT)
          .hasOutcome(Outcome.UNKNOWN);
      assertThat(seen.get()).isEqualTo(Duration.ofSeconds(5));
      storage.delete(KEY, DeleteOptions.builder().timeout(timeout).build());
      assertThatStorageFailure(
              () -> storage.copy(KEY, KEY, CopyOptions.builder().timeout(timeout).build()))
          .isNotApplied(Kind.NOT_FOUND);
    }
    scheduler.close();
  }

  @Test
  void F42_wallClockJumps_changeNoTimeoutAndNoMeasurement() {
    AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    InstantSource clock = wall::get;
    ManualTicker ticker = new ManualTicker();
    Scheduler scheduler = Scheduler.system("clock", 1);
    Recorder recorder = new Recorder();
    for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      BentDriver jumping = new BentDriver();
      jumping.put =
          (key, content, options, call) -> {
            wall.updateAndGet(now -> now.plus(jump));
            ticker.advance(Duration.ofSeconds(1));
            assertThat(call.remaining()).isEqualTo(Duration.ofSeconds(9));
            return jumping.memory.put(key, content, options, call);
          };
      FileStorage storage =
          Pipeline.around(jumping)
              .environment(ticker.environment(clock, scheduler))
              .observer(recorder)
              .build();
      storage.upload(
          KEY,
          Content.ofBytes(new byte[1]),
          UploadOptions.builder().timeout(Duration.ofSeconds(10)).build());
      storage.close();
    }
    assertThat(recorder.elapsed).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    scheduler.close();
  }
}
