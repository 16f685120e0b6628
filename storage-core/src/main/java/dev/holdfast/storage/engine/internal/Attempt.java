// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operation, as the layers inside of the retry see it: the time that is left, the
 * id of the write, and whether a layer refused it before anything was sent. Thread-safe.
 */
final class Attempt implements CallContext {

  private final CallContext outer;
  private final Facts facts;
  private volatile Deadline limit;

  private Attempt(CallContext outer, Deadline limit, Facts facts) {
    this.outer = outer;
    this.limit = limit;
    this.facts = facts;
  }

  /** An attempt that may take as long as its operation. */
  static Attempt of(CallContext operation, @Nullable String writeId) {
    return new Attempt(operation, Deadline.never(), new Facts(operation, writeId, null));
  }

  /**
   * A request that is made for an operation of another name.
   *
   * @param operation of the user's call
   */
  static Attempt lookFor(CallContext call, StorageOperation operation) {
    return new Attempt(call, Deadline.never(), new Facts(call, null, operation));
  }

  /** One of several requests for the same call, side by side; each may be refused by itself. */
  static Attempt beside(CallContext call) {
    StorageOperation known = call instanceof Attempt attempt ? attempt.facts.operation : null;
    return new Attempt(call, Deadline.never(), new Facts(call, call.writeId().orElse(null), known));
  }

  /** The same call with less time. */
  static Attempt within(CallContext call, Deadline limit) {
    Facts facts =
        call instanceof Attempt attempt
            ? attempt.facts
            : new Facts(call, call.writeId().orElse(null), null);
    return new Attempt(call, limit, facts);
  }

  /** Says that nothing was sent, and nothing will be as long as things are as they are. */
  static void refuse(CallContext call) {
    if (call instanceof Attempt attempt) {
      attempt.facts.refused.set(true);
    }
  }

  /** Says that a request goes to the backend. */
  static void sent(CallContext call) {
    CallContext asked = call;
    while (asked instanceof Attempt attempt) {
      attempt.facts.sent.incrementAndGet();
      asked = attempt.facts.asked;
    }
    if (asked instanceof CountingCall counting) {
      counting.requestSent();
    }
  }

  /** The operation of the user's call, of which this request may be one of another name. */
  static StorageOperation operation(CallContext call, StorageOperation request) {
    StorageOperation known = call instanceof Attempt attempt ? attempt.facts.operation : null;
    return known == null ? request : known;
  }

  /** Gives it another limit in the place of its own. */
  void renew(Deadline limit) {
    this.limit = limit;
  }

  /** Whether a layer refused it. */
  boolean refused() {
    return facts.refused.get();
  }

  /** How many requests were sent for it. */
  int requests() {
    return facts.sent.get();
  }

  @Override
  public Duration remaining() {
    Duration left = outer.remaining();
    Deadline own = limit;
    return own.unbounded() || own.remaining().compareTo(left) > 0 ? left : own.remaining();
  }

  @Override
  public Optional<String> writeId() {
    return Optional.ofNullable(facts.writeId);
  }

  /** What all views of one attempt share. */
  private static final class Facts {

    private final CallContext asked;
    private final @Nullable String writeId;
    private final @Nullable StorageOperation operation;
    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    private Facts(
        CallContext asked, @Nullable String writeId, @Nullable StorageOperation operation) {
      this.asked = asked;
      this.writeId = writeId;
      this.operation = operation;
    }
  }
}
