// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Breaker;
import dev.holdfast.resilience.Breaker.Permit;
import dev.holdfast.resilience.Breaker.State;
import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The breaker of one class of requests: who passes it, and what is told to it. Thread-safe. */
final class Gate {

  private final String requests;
  private final Ticker ticker;
  private final Measures measures;
  private final Breaker breaker;
  private final AtomicLong openedNanos = new AtomicLong();
  private final AtomicLong throttled = new AtomicLong();

  /**
   * A gate that is open to all.
   *
   * @param requests the class of requests, in the plural
   */
  Gate(String requests, BreakerSettings settings, Ticker ticker, Measures measures) {
    this.requests = requests;
    this.ticker = ticker;
    this.measures = measures;
    this.breaker =
        Breaker.create(measures.storage() + " " + requests, settings, ticker, this::changed);
  }

  /** Whether all requests pass. */
  boolean calm() {
    return breaker.state() == State.CLOSED;
  }

  /**
   * Sends a request, or refuses it.
   *
   * @param patient whether the request has as much time as a working backend may need
   */
  <T> T pass(
      StorageOperation operation,
      @Nullable StorageKey key,
      CallContext call,
      boolean patient,
      Supplier<T> request) {
    return judged(acquire(operation, key, call), patient, request);
  }

  /** As {@link #pass}, for a request whose success says nothing yet. */
  <T> T admit(
      StorageOperation operation,
      StorageKey key,
      CallContext call,
      boolean patient,
      Supplier<T> request) {
    return watched(acquire(operation, key, call), patient, request);
  }

  /** Sends a request that belongs to something that has passed before; it is never refused. */
  <T> T follow(boolean patient, Supplier<T> request) {
    Optional<Permit> permit = breaker.tryAcquire();
    return permit.isPresent() ? judged(permit.get(), patient, request) : request.get();
  }

  /** Takes note of a failure in something that has passed before. */
  void failed(Verdict verdict) {
    breaker
        .tryAcquire()
        .ifPresent(
            permit -> {
              try (permit) {
                tell(permit, verdict);
              }
            });
  }

  private Permit acquire(StorageOperation operation, @Nullable StorageKey key, CallContext call) {
    return breaker.tryAcquire().orElseThrow(() -> refused(operation, key, call));
  }

  private <T> T judged(Permit permit, boolean patient, Supplier<T> request) {
    return watched(
        permit,
        patient,
        () -> {
          T answer = request.get();
          permit.success();
          return answer;
        });
  }

  private <T> T watched(Permit permit, boolean patient, Supplier<T> request) {
    try {
      return request.get();
    } catch (RuntimeException | Error e) {
      tell(permit, Verdict.of(e, patient));
      throw e;
    } finally {
      permit.close();
    }
  }

  /**
   * Of the requests that are throttled every second one is a failure and the others are nothing:
   * while less than half are throttled, the rate stays below one third.
   */
  private void tell(Permit permit, Verdict verdict) {
    if (verdict == Verdict.ANSWERED) {
      permit.success();
    } else if (verdict == Verdict.FAILED || (verdict == Verdict.THROTTLED && everySecond())) {
      permit.failure();
    }
  }

  private boolean everySecond() {
    return throttled.incrementAndGet() % 2 == 0;
  }

  private void changed(String name, State from, State to) {
    if (to == State.OPEN) {
      openedNanos.set(ticker.nanos());
    }
  }

  private StorageException refused(
      StorageOperation operation, @Nullable StorageKey key, CallContext call) {
    Attempt.refuse(call);
    measures.taken(operation, Measure.BREAKER_REFUSED);
    Duration open = Duration.ofNanos(ticker.nanos() - openedNanos.get());
    StorageExceptionBuilder failure =
        StorageException.builder(Kind.UNAVAILABLE)
            .operation(operation)
            .where(measures.storage())
            .reason(
                "the breaker for %s opened %d ms ago and %s"
                    .formatted(requests, open.toMillis(), present()))
            .advice("the backend has been failing; calls pass again once probes succeed");
    return (key == null ? failure : failure.key(key)).build();
  }

  private String present() {
    return breaker.state() == State.OPEN ? "is open" : "waits for its probes";
  }
}
