// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names, units and attributes of what is measured: they are an interface to dashboards. */
class StorageTelemetryTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final RecordingMeters meters = new RecordingMeters();

  @Test
  void instruments_haveTheseNamesUnitsAndKinds() {
    StorageTelemetry.observer(meters.openTelemetry());
    String scope = "dev.holdfast.storage ";
    assertThat(meters.instruments)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "holdfast.storage.operation.duration", scope + "histogram s",
                "holdfast.storage.io", scope + "counter By",
                "holdfast.storage.attempts", scope + "counter {attempt}",
                "holdfast.storage.retries", scope + "counter {retry}",
                "holdfast.storage.hedges", scope + "counter {hedge}",
                "holdfast.storage.resumes", scope + "counter {resume}",
                "holdfast.storage.resolutions", scope + "counter {resolution}",
                "holdfast.storage.refusals", scope + "counter {refusal}"));
  }

  @Test
  void operations_areMeasuredInSecondsWithOutcomeAndErrorType() {
    StorageObserver observer = StorageTelemetry.observer(meters.openTelemetry());
    StorageException failure =
        StorageException.builder(Kind.TIMEOUT).outcome(Outcome.UNKNOWN).build();
    observer.operationEnded("x", StorageOperation.STAT, Duration.ofMillis(250), null);
    observer.operationEnded("x", StorageOperation.STAT, Duration.ofMillis(500), null);
    observer.operationEnded("x", StorageOperation.DELETE_ALL, Duration.ofSeconds(2), failure);
    observer.attemptEnded("x", StorageOperation.COPY, Duration.ofSeconds(2), null);
    observer.attemptEnded("x", StorageOperation.COPY, Duration.ofSeconds(2), failure);
    observer.bytesMoved("x", StorageOperation.UPLOAD, 7);
    observer.bytesMoved("y", StorageOperation.DOWNLOAD, 9);
    String duration = "holdfast.storage.operation.duration ";
    assertThat(meters.sorted())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                duration + "{operation=stat, outcome=success, storage.name=x}",
                0.75,
                duration
                    + "{error.type=timeout, operation=delete_all, outcome=unknown, storage.name=x}",
                2.0,
                "holdfast.storage.attempts {operation=copy, outcome=success, storage.name=x}",
                1.0,
                "holdfast.storage.attempts"
                    + " {error.type=timeout, operation=copy, outcome=unknown, storage.name=x}",
                1.0,
                "holdfast.storage.io {direction=write, storage.name=x}",
                7.0,
                "holdfast.storage.io {direction=read, storage.name=y}",
                9.0));
  }

  @Test
  void measures_areCountedEach() {
    StorageObserver observer = StorageTelemetry.observer(meters.openTelemetry());
    for (Measure each : Measure.values()) {
      observer.measureTaken("x", StorageOperation.STAT, each);
    }
    String plain = " {operation=stat, storage.name=x}";
    assertThat(meters.sorted())
        .containsOnlyKeys(
            "holdfast.storage.hedges" + plain,
            "holdfast.storage.refusals {operation=stat, reason=breaker, storage.name=x}",
            "holdfast.storage.refusals {operation=stat, reason=budget, storage.name=x}",
            "holdfast.storage.refusals {operation=stat, reason=limit, storage.name=x}",
            "holdfast.storage.resolutions" + plain,
            "holdfast.storage.resumes" + plain,
            "holdfast.storage.retries" + plain)
        .allSatisfy((series, count) -> assertThat(count).isEqualTo(1.0));
  }

  @Test
  void S34_manyKeysAndMessages_makeNoNewAttribute() {
    FaultInjectingDriver driver = FaultInjectingDriver.over(MemoryDriver.create());
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (FileStorage storage =
        Pipeline.around(driver)
            .observer(StorageTelemetry.observer(meters.openTelemetry()))
            .build()) {
      for (int call = 0; call < 10_000; call++) {
        StorageKey key = StorageKey.of("key-" + Long.toHexString(random.nextLong()));
        if (random.nextInt(10) == 0) {
          driver.inject(DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).on(key));
          assertThatStorageFailure(() -> storage.upload(key, Content.ofBytes(new byte[1])))
              .hasKind(Kind.UNAVAILABLE);
        } else {
          storage.upload(key, Content.ofBytes(new byte[1]));
          storage.delete(key);
        }
      }
    }
    Set<String> keys = new TreeSet<>();
    meters.attributes.keySet().stream()
        .flatMap(given -> given.asMap().keySet().stream())
        .map(AttributeKey::getKey)
        .forEach(keys::add);
    assertThat(keys)
        .containsExactly("direction", "error.type", "operation", "outcome", "storage.name");
    assertThat(meters.sums)
        .as("series, seed %d", seed)
        .containsOnlyKeys(
            "holdfast.storage.operation.duration"
                + " {operation=upload, outcome=success, storage.name=memory}",
            "holdfast.storage.operation.duration {error.type=unavailable, operation=upload,"
                + " outcome=not_applied, storage.name=memory}",
            "holdfast.storage.operation.duration"
                + " {operation=delete, outcome=success, storage.name=memory}",
            "holdfast.storage.attempts {operation=upload, outcome=success, storage.name=memory}",
            "holdfast.storage.attempts {error.type=unavailable, operation=upload,"
                + " outcome=not_applied, storage.name=memory}",
            "holdfast.storage.attempts {operation=delete, outcome=success, storage.name=memory}",
            "holdfast.storage.io {direction=write, storage.name=memory}");
  }

  @Test
  void globalOpenTelemetry_isAskedWhenTheStorageIsBuilt() {
    GlobalOpenTelemetry.resetForTest();
    try {
      Pipeline pipeline = Pipeline.around(MemoryDriver.create()).name("global");
      GlobalOpenTelemetry.set(meters.openTelemetry());
      try (FileStorage storage = pipeline.build()) {
        storage.exists(KEY);
      }
      assertThat(meters.sorted())
          .containsKey(
              "holdfast.storage.attempts {operation=stat, outcome=success, storage.name=global}");
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  @Test
  void observerThatIsGiven_replacesTheGlobalOne() {
    GlobalOpenTelemetry.resetForTest();
    try {
      GlobalOpenTelemetry.set(meters.openTelemetry());
      try (FileStorage storage =
          Pipeline.around(MemoryDriver.create()).observer(StorageObserver.none()).build()) {
        storage.exists(KEY);
      }
      assertThat(meters.instruments).isEmpty();
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }
}
