// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a {@link StorageException}: its kind, what became of the call, and what it is
 * about.
 *
 * <pre>{@code
 * assertThatStorageFailure(() -> storage.download(key))
 *     .hasKind(Kind.NOT_FOUND)
 *     .hasOutcome(Outcome.NOT_APPLIED);
 * }</pre>
 *
 * <p>One thread at a time, as all assertions of AssertJ.
 */
public final class StorageExceptionAssert
    extends AbstractThrowableAssert<StorageExceptionAssert, StorageException> {

  private StorageExceptionAssert(StorageException actual) {
    super(actual, StorageExceptionAssert.class);
  }

  /** Begins with an exception that was caught. */
  public static StorageExceptionAssert assertThat(StorageException actual) {
    return new StorageExceptionAssert(actual);
  }

  /** Makes a call and fails unless it throws a {@link StorageException}. */
  public static StorageExceptionAssert assertThatStorageFailure(ThrowingCallable call) {
    Throwable thrown = Assertions.catchThrowable(call);
    Assertions.assertThat(thrown).as("what the call throws").isInstanceOf(StorageException.class);
    return new StorageExceptionAssert((StorageException) thrown);
  }

  /** What went wrong. */
  public StorageExceptionAssert hasKind(StorageException.Kind kind) {
    return compare("kind", kind, actual.kind());
  }

  /** What became of the call. */
  public StorageExceptionAssert hasOutcome(Outcome outcome) {
    return compare("outcome", outcome, actual.outcome());
  }

  /** Which operation failed. */
  public StorageExceptionAssert hasOperation(StorageOperation operation) {
    return compare("operation", operation, actual.operation());
  }

  /** Which object it is about. */
  public StorageExceptionAssert hasKey(StorageKey key) {
    return compare("key", key, actual.key().orElse(null));
  }

  /** The kind, and that nothing was applied. */
  public StorageExceptionAssert isNotApplied(StorageException.Kind kind) {
    return hasKind(kind).hasOutcome(Outcome.NOT_APPLIED);
  }

  private StorageExceptionAssert compare(String what, Object expected, @Nullable Object found) {
    if (!expected.equals(found)) {
      throw failureWithActualExpected(
          found,
          expected,
          "the failure should have the %s %s but has %s: %s",
          what,
          expected,
          found,
          actual);
    }
    return this;
  }
}
