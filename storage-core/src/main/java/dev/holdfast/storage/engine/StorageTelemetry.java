// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of storages through the API of OpenTelemetry. Every name is in this file; what they mean
 * is in the reference of metrics.
 *
 * <pre>{@code
 * builder.observer(StorageTelemetry.observer(openTelemetry))
 * }</pre>
 *
 * <p>The values of attributes are closed sets and the names of storages: no keys, no messages.
 * Thread-safe. One observer may serve many storages.
 */
public final class StorageTelemetry implements StorageObserver {

  private static final String SCOPE = "dev.holdfast.storage";
  private static final AttributeKey<String> STORAGE = AttributeKey.stringKey("storage.name");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("operation");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("direction");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  /** Those of the conventions for the duration of client operations, in seconds. */
  private static final List<Double> BUCKETS =
      List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final DoubleHistogram durations;
  private final LongCounter bytes;
  private final LongCounter attempts;
  private final LongCounter retries;
  private final LongCounter hedges;
  private final LongCounter resumes;
  private final LongCounter resolutions;
  private final LongCounter refusals;

  private final Map<String, Series> series = new ConcurrentHashMap<>();

  private StorageTelemetry(Meter meter) {
    durations =
        meter
            .histogramBuilder("holdfast.storage.operation.duration")
            .setUnit("s")
            .setDescription("Operations with all their attempts, downloads until the first byte")
            .setExplicitBucketBoundariesAdvice(BUCKETS)
            .build();
    bytes = counter(meter, "io", "By", "Bytes of bodies that were moved");
    attempts = counter(meter, "attempts", "{attempt}", "Requests to the backend");
    retries = counter(meter, "retries", "{retry}", "Failed requests that were repeated");
    hedges = counter(meter, "hedges", "{hedge}", "Second requests beside slow ones");
    resumes = counter(meter, "resumes", "{resume}", "Broken bodies continued at their next byte");
    resolutions =
        counter(meter, "resolutions", "{resolution}", "Writes without answer found applied");
    refusals = counter(meter, "refusals", "{refusal}", "Requests that were not sent");
  }

  /** An observer that reports to the given OpenTelemetry. */
  public static StorageObserver observer(OpenTelemetry openTelemetry) {
    Objects.requireNonNull(openTelemetry, "openTelemetry");
    return new StorageTelemetry(openTelemetry.getMeter(SCOPE));
  }

  /** An observer that reports to what is the global OpenTelemetry now. */
  static StorageObserver global() {
    return observer(GlobalOpenTelemetry.get());
  }

  @Override
  public void operationEnded(
      String storage,
      StorageOperation operation,
      Duration elapsed,
      @Nullable StorageException failure) {
    durations.record(elapsed.toNanos() / NANOS_PER_SECOND, of(storage).ended(operation, failure));
  }

  @Override
  public void bytesMoved(String storage, StorageOperation operation, long moved) {
    Series known = of(storage);
    bytes.add(moved, operation == StorageOperation.DOWNLOAD ? known.read : known.written);
  }

  @Override
  public void attemptEnded(
      String storage,
      StorageOperation operation,
      Duration elapsed,
      @Nullable StorageException failure) {
    attempts.add(1L, of(storage).ended(operation, failure));
  }

  @Override
  public void measureTaken(String storage, StorageOperation operation, Measure measure) {
    Attributes called = of(storage).called(operation);
    switch (measure) {
      case RETRY -> retries.add(1L, called);
      case HEDGE -> hedges.add(1L, called);
      case RESUME -> resumes.add(1L, called);
      case RESOLVED -> resolutions.add(1L, called);
      case RETRY_REFUSED -> refusals.add(1L, because("budget", called));
      case BREAKER_REFUSED -> refusals.add(1L, because("breaker", called));
      case LIMIT_REFUSED -> refusals.add(1L, because("limit", called));
    }
  }

  private Series of(String storage) {
    Series known = series.get(storage);
    return known == null ? series.computeIfAbsent(storage, Series::new) : known;
  }

  private static Attributes because(String reason, Attributes called) {
    return called.toBuilder().put(REASON, reason).build();
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter
        .counterBuilder("holdfast.storage." + name)
        .setUnit(unit)
        .setDescription(description)
        .build();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The attributes of one storage, made beforehand for all that succeeds. */
  private static final class Series {

    private final Attributes read;
    private final Attributes written;
    private final Map<StorageOperation, Attributes> called = new EnumMap<>(StorageOperation.class);
    private final Map<StorageOperation, Attributes> done = new EnumMap<>(StorageOperation.class);

    Series(String storage) {
      read = Attributes.of(STORAGE, storage, DIRECTION, "read");
      written = Attributes.of(STORAGE, storage, DIRECTION, "write");
      for (StorageOperation each : StorageOperation.values()) {
        Attributes plain = Attributes.of(STORAGE, storage, OPERATION, word(each));
        called.put(each, plain);
        done.put(each, plain.toBuilder().put(OUTCOME, "success").build());
      }
    }

    Attributes called(StorageOperation operation) {
      return Objects.requireNonNull(called.get(operation));
    }

    Attributes ended(StorageOperation operation, @Nullable StorageException failure) {
      return failure == null
          ? Objects.requireNonNull(done.get(operation))
          : called(operation).toBuilder()
              .put(OUTCOME, word(failure.outcome()))
              .put(ERROR, word(failure.kind()))
              .build();
    }
  }
}
