// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A storage call failed: what, on which object, where, after how many attempts, how it ended, and
 * what to do.
 *
 * <p>Subclasses exist only where callers branch; everything else is told apart by {@link #kind()}.
 * The message is one line: {@code <operation> of '<key>' at <where> failed after <n> attempts in
 * <time>: <reason>; <outcome>; <advice>}, without the parts that are not known, and never with a
 * secret.
 */
public class StorageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Outcome outcome;
  private final StorageOperation operation;
  private final int attempts;
  private final boolean settled;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable StorageKey key;
  private final @Nullable String requestId;
  private final @Nullable String deed;
  private final @Nullable String where;
  private final String reason;
  private final @Nullable String advice;

  StorageException(StorageExceptionBuilder facts) {
    super(facts.message(), facts.cause);
    this.kind = facts.kind;
    this.outcome = facts.outcome;
    this.operation = facts.operation;
    this.attempts = facts.attempts;
    this.settled = facts.settled || facts.outcome == Outcome.NOT_APPLIED;
    this.retryAfter = facts.retryAfter;
    this.key = facts.key;
    this.requestId = facts.requestId;
    this.deed = facts.deed;
    this.where = facts.where;
    this.reason = facts.reason;
    this.advice = facts.advice;
  }

  /** Begins the description of a failure; for drivers. The outcome is {@code NOT_APPLIED}. */
  public static StorageExceptionBuilder builder(Kind kind) {
    return new StorageExceptionBuilder(kind);
  }

  /**
   * Begins the description of the same failure, without attempts and cause; for layers that know
   * more of it.
   */
  public final StorageExceptionBuilder toBuilder() {
    return new StorageExceptionBuilder(this);
  }

  /** What went wrong. */
  public final Kind kind() {
    return kind;
  }

  /** Whether the call may have been applied. Reads are always {@code NOT_APPLIED}. */
  public final Outcome outcome() {
    return outcome;
  }

  /**
   * Whether what became of the call is final, so that a look at the object now tells it. Always
   * true for {@code NOT_APPLIED}. False where the backend never answered: the request may still be
   * on its way and take effect later, even after a write that is acknowledged meanwhile.
   */
  public final boolean settled() {
    return settled;
  }

  /** Which operation failed; {@code OPEN} also where none was called, as for an invalid key. */
  public final StorageOperation operation() {
    return operation;
  }

  /**
   * Whether repeating the same call is safe and may succeed: the cause can pass, and nothing was
   * applied.
   */
  public final boolean retryable() {
    return kind.passing() && outcome == Outcome.NOT_APPLIED;
  }

  /** How many requests were sent to the backend; zero if it failed before the first. */
  public final int attempts() {
    return attempts;
  }

  /** How long the backend asked to be left alone, where it did. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What failed, where that is none of the operations. */
  final @Nullable String deed() {
    return deed;
  }

  final @Nullable String where() {
    return where;
  }

  final String reason() {
    return reason;
  }

  final @Nullable String advice() {
    return advice;
  }

  /** The object, where the failure is about one. */
  public final Optional<StorageKey> key() {
    return Optional.ofNullable(key);
  }

  /** The backend's own id of the request, where it gave one. */
  public final Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * What can go wrong. More may be added; a switch needs a default branch.
   *
   * <p>Each kind says whether its cause can pass by itself, and whether it speaks about the health
   * of the backend: only those kinds open a breaker or move a call to the next tier.
   */
  public enum Kind {
    /** There is no such object. */
    NOT_FOUND(false, false),
    /** The condition of a write does not hold. */
    PRECONDITION_FAILED(false, false),
    /** The text is not a key. */
    INVALID_KEY(false, false),
    /** Metadata, tags, file name or content type that cannot be stored. */
    INVALID_METADATA(false, false),
    /** An argument that makes no sense for this storage. */
    INVALID_ARGUMENT(false, false),
    /** No byte of the object is in the range. */
    RANGE_NOT_SATISFIABLE(false, false),
    /** The backend cannot do this; see {@link Capability}. */
    UNSUPPORTED(false, false),
    /** The backend refuses these credentials or this user. */
    ACCESS_DENIED(false, false),
    /** An object and a prefix of the same name exclude each other on this backend. */
    KEY_CONFLICT(false, false),
    /** Another process uses this storage exclusively. */
    STORAGE_LOCKED(true, false),
    /** The storage can be read but not written. */
    READ_ONLY(false, true),
    /** No space, quota or file size left. */
    STORAGE_FULL(false, true),
    /** The backend asked for fewer requests. */
    THROTTLED(true, true),
    /** The backend cannot be reached or answers with a fault of its own. */
    UNAVAILABLE(true, true),
    /** The time allowed was used up. */
    TIMEOUT(true, true),
    /** This process has no permit, connection, thread or descriptor left. */
    OVERLOADED(true, false),
    /** Bytes are not those that were written. */
    INTEGRITY(false, false),
    /** The caller's content failed, or was shorter or longer than it said. */
    CONTENT_FAILED(false, false),
    /** The call was interrupted or cancelled. */
    CANCELLED(false, false),
    /** The storage is set up wrongly. */
    CONFIGURATION(false, false);

    private final boolean passing;
    private final boolean health;

    Kind(boolean passing, boolean health) {
      this.passing = passing;
      this.health = health;
    }

    /** Whether the cause can pass by itself. */
    public boolean passing() {
      return passing;
    }

    /** Whether this speaks about the health of the backend, not about the request. */
    public boolean countsForHealth() {
      return health;
    }
  }
}
