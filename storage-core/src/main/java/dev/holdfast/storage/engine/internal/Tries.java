// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The tries of one operation: how many there were, what became of them, whether one more is allowed
 * and when. One thread at a time.
 *
 * <p>A try is a request with what is asked beside it; it begins after a pause, the first one at
 * once. Each request beyond the first takes from the shared budget.
 */
final class Tries {

  private static final int MOST_SUPPRESSED = 5;

  private final Repeats repeats;
  private final StorageOperation operation;
  private final CallContext call;
  private final long began;
  private final List<StorageException> earlier = new ArrayList<>();
  private int tries = 1;
  private int requests;
  private boolean perhapsApplied;

  Tries(Repeats repeats, StorageOperation operation, CallContext call) {
    this.repeats = repeats;
    this.operation = operation;
    this.call = call;
    this.began = repeats.environment().ticker().nanos();
  }

  /** Takes note of an attempt of the operation itself that failed. */
  void failed(Attempt attempt, StorageException failure) {
    requests += attempt.requests();
    perhapsApplied |= failure.outcome() == Outcome.UNKNOWN;
    earlier.add(failure);
  }

  /** Counts a request beside the operation that was answered. */
  void asked(Attempt attempt) {
    requests += attempt.requests();
  }

  /** Takes note of a request beside the operation that failed: it changes no outcome. */
  void askedInVain(Attempt attempt, StorageException failure) {
    asked(attempt);
    earlier.add(failure);
  }

  /** Takes note of a request that was counted before and broke off later. */
  void broken(StorageException failure) {
    earlier.add(failure);
  }

  /** Whether this is not the first try. */
  boolean repeated() {
    return tries > 1;
  }

  /** Whether an attempt was stopped by a layer before anything was sent. */
  static boolean stopped(Attempt attempt) {
    return attempt.refused() && attempt.requests() == 0;
  }

  /** Forgets what failed: something was achieved since. */
  void restart() {
    tries = 1;
    requests = 0;
    earlier.clear();
  }

  /** Takes the price of one more request from the budget, or ends with the failure. */
  void pay(StorageException failure) {
    if (!repeats.budget().tryWithdraw()) {
      taken(Measure.RETRY_REFUSED);
      throw end(failure);
    }
  }

  /** Waits until the next try may begin, or ends with the failure if there is none. */
  void next(StorageException failure) {
    next(failure, failure);
  }

  /**
   * Waits until the next try may begin.
   *
   * @param failure what it ends with if there is none
   * @param latest what failed last, which may have asked for a pause
   */
  void next(StorageException failure, StorageException latest) {
    if (!repeats.policy().allowsAfter(tries)) {
      throw end(failure);
    }
    Duration pause =
        repeats
            .policy()
            .backoff()
            .after(
                tries, repeats.environment().random(), latest.retryAfter().orElse(Duration.ZERO));
    if (pause.compareTo(call.remaining()) >= 0) {
      throw end(failure);
    }
    pay(failure);
    try {
      repeats.environment().waits().pause(pause, repeats.environment().ticker());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(failure, e);
    }
    tries++;
  }

  /** Tells the observer. */
  void taken(Measure measure) {
    repeats.measures().taken(operation, measure);
  }

  /** What the caller is told at last, where {@code last} is why nothing more is tried. */
  StorageException end(StorageException last) {
    Outcome outcome = perhapsApplied ? Outcome.UNKNOWN : last.outcome();
    if (requests <= 1 && outcome == last.outcome() && earlier.size() <= 1) {
      return requests == last.attempts() ? last : counted(last);
    }
    StorageExceptionBuilder facts =
        last.toBuilder().outcome(outcome).attempts(requests, elapsed()).cause(last);
    return withEarlier(facts.build(), last);
  }

  /** The thread was interrupted between two requests; says what became of those that were sent. */
  StorageException interrupted(StorageException last, Exception interrupt) {
    StorageExceptionBuilder facts =
        StorageException.builder(Kind.CANCELLED)
            .operation(operation)
            .where(repeats.measures().storage())
            .outcome(perhapsApplied ? Outcome.UNKNOWN : Outcome.NOT_APPLIED)
            .reason("the thread was interrupted before the call was repeated")
            .attempts(requests, elapsed())
            .cause(last);
    last.key().ifPresent(facts::key);
    if (last.settled()) {
      facts.settled();
    }
    StorageException made = withEarlier(facts.build(), last);
    made.addSuppressed(interrupt);
    return made;
  }

  /** The same failure with the number of its requests. */
  private StorageException counted(StorageException last) {
    StorageExceptionBuilder facts = last.toBuilder().attempts(requests, elapsed());
    Throwable cause = last.getCause();
    StorageException made = (cause == null ? facts : facts.cause(cause)).build();
    made.setStackTrace(last.getStackTrace());
    for (Throwable suppressed : last.getSuppressed()) {
      made.addSuppressed(suppressed);
    }
    return made;
  }

  private StorageException withEarlier(StorageException made, StorageException last) {
    earlier.stream()
        .filter(failure -> !failure.equals(last))
        .limit(MOST_SUPPRESSED)
        .forEach(made::addSuppressed);
    return made;
  }

  private Duration elapsed() {
    return Duration.ofNanos(repeats.environment().ticker().nanos() - began);
  }
}
