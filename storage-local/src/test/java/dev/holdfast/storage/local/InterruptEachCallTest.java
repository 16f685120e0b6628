// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.testkit.disk.CallKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Property P4: an interrupt, or the end of the time, at every call of every operation. */
final class InterruptEachCallTest {

  private static final Duration TIMEOUT = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource(EachOperation.class)
  void P4_F28_interruptAtNthCall_isDoneOrCancelledAndNotApplied(EachOperation operation)
      throws IOException {
    Map<String, String> after = DisturbedStore.after(operation, true);
    for (int n = 1; interrupted(operation, n, after); n++) {
      assertThat(n).as("calls of %s", operation).isLessThan(100);
    }
  }

  @ParameterizedTest
  @EnumSource(EachOperation.class)
  void P4_F48_timeIsOverAtNthCall_isDoneOrTimesOut(EachOperation operation) throws IOException {
    Map<String, String> after = DisturbedStore.after(operation, true);
    for (int n = 1; late(operation, n, after); n++) {
      assertThat(n).as("calls of %s", operation).isLessThan(100);
    }
  }

  /** False if the operation has fewer calls. */
  private static boolean interrupted(EachOperation operation, int n, Map<String, String> after)
      throws IOException {
    try (DisturbedStore store = new DisturbedStore(true)) {
      Optional<StorageException> failure =
          store.run(operation, n, call -> Thread.currentThread().interrupt());
      boolean flag = Thread.interrupted();
      String context = "%s at call %d: %s".formatted(operation, n, store.disturbed());
      assertThat(flag).as("interrupt flag, %s", context).isEqualTo(store.disturbed().isPresent());
      assertFailedWhileWriting(store, failure, context);
      failure.ifPresent(e -> assertThat(e.outcome()).as(context).isEqualTo(Outcome.NOT_APPLIED));
      check(store, failure, Kind.CANCELLED, after, context);
      return store.disturbed().isPresent();
    }
  }

  /** False if the operation has fewer calls. */
  private static boolean late(EachOperation operation, int n, Map<String, String> after)
      throws IOException {
    AtomicLong nanos = new AtomicLong();
    try (DisturbedStore store = new DisturbedStore(true, nanos::get, Optional.of(TIMEOUT))) {
      Optional<StorageException> failure =
          store.run(operation, n, call -> nanos.addAndGet(TIMEOUT.toNanos()));
      String context = "%s at call %d: %s".formatted(operation, n, store.disturbed());
      if (operation != EachOperation.SESSION) { // whose writes and commit have no deadline
        assertFailedWhileWriting(store, failure, context);
      }
      check(store, failure, Kind.TIMEOUT, after, context);
      return store.disturbed().isPresent();
    }
  }

  /** A write of bytes that is disturbed cannot end well any more. */
  private static void assertFailedWhileWriting(
      DisturbedStore store, Optional<StorageException> failure, String context) {
    if (store.disturbed().filter(call -> call.kind() == CallKind.WRITE).isPresent()) {
      assertThat(failure).as(context).isPresent();
    }
  }

  private static void check(
      DisturbedStore store,
      Optional<StorageException> failure,
      Kind expected,
      Map<String, String> after,
      String context)
      throws IOException {
    try {
      failure.ifPresent(e -> assertThat(e.kind()).isEqualTo(expected));
      store.check(failure, after, false);
    } catch (AssertionError e) {
      throw new AssertionError(context, e);
    }
  }
}
