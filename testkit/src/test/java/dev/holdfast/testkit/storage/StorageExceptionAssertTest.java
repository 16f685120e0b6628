// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import org.junit.jupiter.api.Test;

final class StorageExceptionAssertTest {

  private static final StorageKey KEY = StorageKey.of("a/b");

  @Test
  void allFacts_asExpected_pass() {
    assertThatStorageFailure(StorageExceptionAssertTest::fail)
        .hasKind(Kind.TIMEOUT)
        .hasOutcome(Outcome.UNKNOWN)
        .hasOperation(StorageOperation.UPLOAD)
        .hasKey(KEY)
        .hasMessageContaining("a/b");
  }

  @Test
  void eachFact_other_failsWithBoth() {
    StorageExceptionAssert assertion = assertThatStorageFailure(StorageExceptionAssertTest::fail);
    assertThatThrownBy(() -> assertion.hasKind(Kind.THROTTLED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("THROTTLED")
        .hasMessageContaining("TIMEOUT");
    assertThatThrownBy(() -> assertion.hasOutcome(Outcome.NOT_APPLIED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("UNKNOWN");
    assertThatThrownBy(() -> assertion.hasOperation(StorageOperation.STAT))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertion.hasKey(StorageKey.of("b")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a/b");
    assertThatThrownBy(() -> assertion.isNotApplied(Kind.TIMEOUT))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void call_throwsNothingOrSomethingElse_fails() {
    assertThatThrownBy(() -> assertThatStorageFailure(() -> {})).isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                assertThatStorageFailure(
                    () -> {
                      throw new IllegalStateException("something else");
                    }))
        .isInstanceOf(AssertionError.class);
  }

  private static void fail() {
    throw StorageException.builder(Kind.TIMEOUT)
        .outcome(Outcome.UNKNOWN)
        .operation(StorageOperation.UPLOAD)
        .key(KEY)
        .build();
  }
}
