// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.HedgeTrigger;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends a second request beside a slow one, when an object is asked for or opened. Writes, listings
 * and the reading of bodies pass. Thread-safe.
 *
 * <p>The first answer is taken, the other request is interrupted, and a body that it still opens is
 * closed. A request that may get a second one runs in another thread, because a thread that is
 * blocked in a driver could not be released when the second is faster. While too little is known of
 * latencies, or no time would be left for a second one, it runs in the calling thread.
 */
public final class HedgeLayer extends ForwardingDriver {

  private final HedgeTrigger trigger;
  private final BooleanSupplier calm;
  private final Starter starter;
  private final Environment environment;
  private final Measures measures;

  /**
   * A layer around a driver.
   *
   * @param calm whether no breaker is open or trying; without that no second request is sent
   * @param starter threads for requests
   */
  public HedgeLayer(
      StorageDriver below,
      HedgeTrigger trigger,
      BooleanSupplier calm,
      Starter starter,
      Environment environment,
      Measures measures) {
    super(below);
    this.trigger = trigger;
    this.calm = calm;
    this.starter = starter;
    this.environment = environment;
    this.measures = measures;
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return hedged(
        StorageOperation.DOWNLOAD,
        key,
        call,
        attempt -> below().get(key, options, attempt),
        HedgeLayer::close);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return hedged(
        StorageOperation.STAT, key, call, attempt -> below().stat(key, attempt), unwanted -> {});
  }

  private <T> T hedged(
      StorageOperation operation,
      StorageKey key,
      CallContext call,
      Function<CallContext, T> request,
      Consumer<T> discard) {
    if (!calm.getAsBoolean()) {
      return request.apply(call);
    }
    long started = environment.ticker().nanos();
    Duration delay = trigger.begin().orElse(call.remaining());
    Race<T> race = new Race<>(request, discard, starter);
    T answer;
    if (delay.compareTo(call.remaining()) < 0 && race.send(operation.toString(), call)) {
      await(race, operation, key, call, delay);
      answer = race.result(call);
    } else {
      answer = request.apply(call);
    }
    trigger.record(Duration.ofNanos(environment.ticker().nanos() - started));
    return answer;
  }

  /** Returns when the race has ended. */
  private void await(
      Race<?> race, StorageOperation operation, StorageKey key, CallContext call, Duration delay) {
    try {
      if (ended(race, delay)) {
        return;
      }
      if (calm.getAsBoolean() && trigger.tryHedge() && race.send("hedge of " + operation, call)) {
        measures.taken(operation, Measure.HEDGE);
      }
      if (ended(race, call.remaining())) {
        return;
      }
    } catch (InterruptedException e) {
      race.stop();
      Thread.currentThread().interrupt();
      throw failure(Kind.CANCELLED, operation, key, "the thread was interrupted");
    }
    race.stop();
    throw failure(Kind.TIMEOUT, operation, key, "no answer came in the time allowed");
  }

  private boolean ended(Race<?> race, Duration time) throws InterruptedException {
    return environment.waits().await(race.ended(), Deadline.after(time, environment.ticker()));
  }

  private StorageException failure(
      Kind kind, StorageOperation operation, StorageKey key, String reason) {
    return StorageException.builder(kind)
        .operation(operation)
        .where(measures.storage())
        .key(key)
        .reason(reason)
        .build();
  }

  private static void close(DriverDownload unwanted) {
    try {
      unwanted.body().close();
    } catch (IOException | RuntimeException ignored) { // nobody wants it
    }
  }
}
