// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure for a {@link FaultInjectingDriver}: which calls it hits, how often, and how. Immutable;
 * the methods that narrow it return another fault.
 *
 * <pre>{@code
 * DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN).on(StorageOperation.UPLOAD).times(2)
 * }</pre>
 *
 * <p>Hits the next call of any operation on any key, once, unless narrowed or widened.
 */
public final class DriverFault {

  private static final long NO_BODY = -1;

  private final Effect effect;
  private final Scope scope;

  private DriverFault(Effect effect, Scope scope) {
    this.effect = effect;
    this.scope = scope;
  }

  /**
   * The call fails and is never made.
   *
   * @param outcome what the failure says became of the call; {@code UNKNOWN} is possible too
   */
  public static DriverFault before(Kind kind, Outcome outcome) {
    return new DriverFault(new Effect(kind, outcome, false, NO_BODY, false, null), Scope.NEXT_CALL);
  }

  /**
   * The call is made, and fails all the same, unless it fails by itself.
   *
   * @param outcome what the failure says became of the call; {@code NOT_APPLIED} is a lie
   */
  public static DriverFault after(Kind kind, Outcome outcome) {
    return new DriverFault(new Effect(kind, outcome, true, NO_BODY, false, null), Scope.NEXT_CALL);
  }

  /**
   * A download is opened and gives some bytes; then reading fails with an {@code IOException}.
   *
   * @param bytes how many are given, zero or more
   */
  public static DriverFault inBody(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    Effect effect = new Effect(Kind.UNAVAILABLE, Outcome.NOT_APPLIED, true, bytes, false, null);
    return new DriverFault(effect, Scope.NEXT_CALL).on(StorageOperation.DOWNLOAD);
  }

  /** The failure says that the backend has answered, so that its outcome is final. */
  public DriverFault settled() {
    return new DriverFault(effect.asSettled(), scope);
  }

  /** The failure says that the backend asked to be left alone for this time. */
  public DriverFault retryAfter(Duration time) {
    return new DriverFault(effect.asking(time), scope);
  }

  /** Hits this operation only. */
  public DriverFault on(StorageOperation operation) {
    return new DriverFault(effect, new Scope(operation, scope.key, scope.skipped, scope.times));
  }

  /** Hits this key only; of a copy, the target. */
  public DriverFault on(StorageKey key) {
    return new DriverFault(effect, new Scope(scope.operation, key, scope.skipped, scope.times));
  }

  /** Spares the first calls that it could hit. */
  public DriverFault skipping(int calls) {
    return new DriverFault(effect, new Scope(scope.operation, scope.key, calls, scope.times));
  }

  /** Hits this many calls, one or more. */
  public DriverFault times(int calls) {
    return new DriverFault(effect, new Scope(scope.operation, scope.key, scope.skipped, calls));
  }

  /** Hits every call until the driver is healed. */
  public DriverFault always() {
    return times(Scope.ALWAYS);
  }

  boolean hits(StorageOperation operation, @Nullable StorageKey key) {
    return (scope.operation == null || scope.operation == operation)
        && (scope.key == null || scope.key.equals(key));
  }

  /** Whether the next call that it could hit is spared. */
  boolean spares() {
    return scope.skipped > 0;
  }

  /** What is left of this fault after a call that it could hit, or null if it is used up. */
  @Nullable DriverFault afterCall() {
    if (scope.skipped > 0) {
      return skipping(scope.skipped - 1);
    }
    if (scope.times == Scope.ALWAYS) {
      return this;
    }
    return scope.times == 1 ? null : times(scope.times - 1);
  }

  /** Whether the call is made before it fails. */
  boolean applied() {
    return effect.applied;
  }

  /** Whether the body of a download fails, not the call. */
  boolean breaksBody() {
    return effect.bodyBytes != NO_BODY;
  }

  long bodyBytes() {
    return effect.bodyBytes;
  }

  StorageException exception(String where, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder facts =
        StorageException.builder(effect.kind)
            .operation(operation)
            .outcome(effect.outcome)
            .where(where)
            .reason("a fault was injected");
    if (effect.settled) {
      facts.settled();
    }
    if (effect.retryAfter != null) {
      facts.retryAfter(effect.retryAfter);
    }
    return (key == null ? facts : facts.key(key)).build();
  }

  @Override
  public String toString() {
    return effect + " on " + scope;
  }

  private record Effect(
      Kind kind,
      Outcome outcome,
      boolean applied,
      long bodyBytes,
      boolean settled,
      @Nullable Duration retryAfter) {

    Effect asSettled() {
      return new Effect(kind, outcome, applied, bodyBytes, true, retryAfter);
    }

    Effect asking(Duration time) {
      return new Effect(kind, outcome, applied, bodyBytes, settled, time);
    }
  }

  private record Scope(
      @Nullable StorageOperation operation, @Nullable StorageKey key, int skipped, int times) {

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final Scope NEXT_CALL = new Scope(null, null, 0, 1);

    private Scope {
      if (skipped < 0 || times < 1) {
        throw new IllegalArgumentException(
            "a fault spares 0 or more calls and hits 1 or more: " + skipped + ", " + times);
      }
    }
  }
}
