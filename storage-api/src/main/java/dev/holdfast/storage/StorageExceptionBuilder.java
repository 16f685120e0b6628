// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the facts of a failure and makes the {@link StorageException}, or the subclass that fits
 * them. For drivers and layers.
 *
 * <p>Outcome {@code NOT_APPLIED}, no attempts and operation {@code OPEN} unless set. Not
 * thread-safe.
 */
public final class StorageExceptionBuilder {

  final StorageException.Kind kind;
  Outcome outcome = Outcome.NOT_APPLIED;
  StorageOperation operation = StorageOperation.OPEN;
  int attempts;
  boolean settled;
  @Nullable Duration retryAfter;
  @Nullable StorageKey key;
  @Nullable String requestId;
  @Nullable Throwable cause;
  @Nullable String deed;
  @Nullable String where;
  String reason;
  @Nullable String advice;
  private @Nullable Duration elapsed;

  StorageExceptionBuilder(StorageException.Kind kind) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.reason = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The facts of a failure, but for attempts and cause. */
  StorageExceptionBuilder(StorageException failure) {
    this.kind = failure.kind();
    this.outcome = failure.outcome();
    this.operation = failure.operation();
    this.settled = failure.settled();
    this.retryAfter = failure.retryAfter().orElse(null);
    this.key = failure.key().orElse(null);
    this.requestId = failure.requestId().orElse(null);
    this.deed = failure.deed();
    this.where = failure.where();
    this.reason = failure.reason();
    this.advice = failure.advice();
  }

  /** Which operation failed. */
  public StorageExceptionBuilder operation(StorageOperation operation) {
    this.operation = operation;
    return this;
  }

  /** What failed, where that is none of the operations. */
  StorageExceptionBuilder deed(String deed) {
    this.deed = deed;
    return this;
  }

  /** Whether it may have been applied. */
  public StorageExceptionBuilder outcome(Outcome outcome) {
    this.outcome = outcome;
    return this;
  }

  /**
   * What became of the call is final although it is not known: the backend has answered, or the
   * request cannot reach it any more. Unless set, an unknown outcome is not settled.
   */
  public StorageExceptionBuilder settled() {
    this.settled = true;
    return this;
  }

  /** How long the backend asked to be left alone. */
  public StorageExceptionBuilder retryAfter(Duration retryAfter) {
    this.retryAfter = retryAfter;
    return this;
  }

  /** The object that it is about. */
  public StorageExceptionBuilder key(StorageKey key) {
    this.key = key;
    return this;
  }

  /** The storage, tier or endpoint, without credentials. */
  public StorageExceptionBuilder where(String where) {
    this.where = where;
    return this;
  }

  /**
   * How many requests were sent and how long they took together. The message has both if there was
   * more than one.
   */
  public StorageExceptionBuilder attempts(int attempts, Duration elapsed) {
    this.attempts = attempts;
    this.elapsed = elapsed;
    return this;
  }

  /** The backend's own id of the request. Not part of the message. */
  public StorageExceptionBuilder requestId(String requestId) {
    this.requestId = requestId;
    return this;
  }

  /** Why it failed, in a few words; the kind in words unless set. No secrets. */
  public StorageExceptionBuilder reason(String reason) {
    this.reason = reason;
    return this;
  }

  /** What the reader can do about it. */
  public StorageExceptionBuilder advice(String advice) {
    this.advice = advice;
    return this;
  }

  /** The failure below. */
  public StorageExceptionBuilder cause(Throwable cause) {
    this.cause = cause;
    return this;
  }

  /** The exception, of the subclass that fits kind and outcome. */
  public StorageException build() {
    if (outcome == Outcome.UNKNOWN) {
      return new OutcomeUnknownException(this);
    }
    return switch (kind) {
      case NOT_FOUND -> new ObjectNotFoundException(this);
      case PRECONDITION_FAILED -> new PreconditionFailedException(this);
      case ACCESS_DENIED -> new StorageAccessDeniedException(this);
      case INTEGRITY -> new IntegrityException(this);
      case STORAGE_LOCKED -> new StorageLockedException(this);
      case INVALID_KEY -> new InvalidKeyException(this);
      default -> new StorageException(this);
    };
  }

  /**
   * What on which object at which place after how many attempts: why; outcome; what to do. One line
   * of visible characters, wherever its parts come from.
   */
  String message() {
    StringBuilder text = new StringBuilder(deed == null ? operation.toString() : deed);
    if (key != null) {
      text.append(" of '").append(key).append('\'');
    }
    if (where != null) {
      text.append(" at ").append(where);
    }
    text.append(" failed");
    if (attempts > 1 && elapsed != null) {
      text.append(" after ").append(attempts).append(" attempts in ").append(elapsed);
    }
    text.append(": ").append(reason);
    text.append("; ").append(end());
    if (advice != null) {
      text.append("; ").append(advice);
    }
    return Printable.line(text.toString());
  }

  private String end() {
    if (outcome == Outcome.NOT_APPLIED) {
      return "NOT_APPLIED, nothing was changed";
    }
    return settled
        ? "UNKNOWN, it may have been applied"
        : "UNKNOWN, it may have been applied, or may be later";
  }
}
