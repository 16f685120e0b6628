// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls of an interrupted thread, or without time left: each is done whole, or fails with the truth
 * about its outcome; the interrupt flag stays set in any case.
 */
interface InterruptContract extends DriverTests {

  @Test
  default void get_interrupted_completesOrIsCancelled() {
    byte[] bytes = Payload.plain(50_000, 1);
    store().put("read", bytes);
    StorageException failure =
        interrupted(
            () -> {
              try (InputStream body = store().open("read").body()) {
                assertThat(body.readAllBytes()).as("bytes read").isEqualTo(bytes);
              } catch (IOException ignored) { // the call has ended; only reading was cut off
                assertThat(Thread.currentThread().isInterrupted()).as("interrupt flag").isTrue();
              }
            });
    if (failure != null) {
      StorageExceptionAssert.assertThat(failure).isNotApplied(Kind.CANCELLED);
    }
    store().expect("read", bytes);
  }

  @Test
  default void statAndList_interrupted_completeOrAreCancelled() {
    store().put("asked", Payload.plain(10, 2));
    StorageException statFailure = interrupted(() -> assertThat(store().stat("asked")).isPresent());
    StorageException listFailure =
        interrupted(() -> assertThat(store().list("")).containsExactly("asked"));
    for (StorageException failure : Arrays.asList(statFailure, listFailure)) {
      if (failure != null) {
        StorageExceptionAssert.assertThat(failure).isNotApplied(Kind.CANCELLED);
      }
    }
  }

  @Test
  default void put_interrupted_isWholeOrNothing() {
    byte[] old = Payload.plain(5000, 3);
    byte[] bytes = Payload.plain((1 << 20) + 3, 4);
    store().put("written", old);
    StorageException failure = interrupted(() -> store().put("written", bytes));
    expectTruth("written", old, bytes, failure);
    StorageException fresh = interrupted(() -> store().put("fresh", bytes));
    expectTruth("fresh", null, bytes, fresh);
  }

  @Test
  default void put_interruptedWhileContentIsRead_isWholeOrNothing() {
    byte[] old = Payload.plain(5000, 5);
    byte[] bytes = Payload.plain((1 << 20) + 3, 6);
    for (int point : List.of(0, 1, 8192, 8193, bytes.length)) {
      store().put("half", old);
      StorageException failure =
          inThread(
              () -> {
                Thread caller = Thread.currentThread();
                Content content = Contents.withEvent(bytes, point, caller::interrupt);
                store().put("half", content, UploadOptions.defaults());
              });
      expectTruth("half", old, bytes, failure);
    }
  }

  @Test
  default void session_interruptedBeforeCommit_isWholeOrNothing() {
    byte[] old = Payload.plain(5000, 7);
    byte[] bytes = Payload.plain(70_000, 8);
    store().requires(Capability.WRITE, Capability.UPLOAD_SESSION);
    store().put("session", old);
    StorageException failure =
        inThread(
            () -> {
              try (DriverUpload session = store().begin("session")) {
                session.write(bytes, 0, 30_000);
                Thread.currentThread().interrupt();
                session.write(bytes, 30_000, 40_000);
                session.commit();
              }
            });
    expectTruth("session", old, bytes, failure);
  }

  @Test
  default void delete_interrupted_isDoneOrNot() {
    byte[] old = Payload.plain(5000, 9);
    store().put("deleted", old);
    StorageException failure = interrupted(() -> store().delete("deleted"));
    expectTruth("deleted", old, null, failure);
  }

  @Test
  default void copy_interrupted_isWholeOrNothing() {
    byte[] bytes = Payload.plain(70_000, 10);
    store().put("source", bytes);
    StorageException failure =
        interrupted(
            () ->
                store()
                    .driver()
                    .copy(
                        StorageKey.of("source"),
                        StorageKey.of("target"),
                        CopyOptions.defaults(),
                        StoreUnderTest.CALL));
    expectTruth("target", null, bytes, failure);
    store().expect("source", bytes);
  }

  @Test
  default void F48_calls_withoutTimeLeft_areDoneOrTimeOut() {
    CallContext none = () -> Duration.ZERO;
    byte[] old = Payload.plain(5000, 11);
    byte[] bytes = Payload.plain(70_000, 12);
    store().put("late", old);
    StorageKey key = StorageKey.of("late");
    Throwable put =
        catchThrowable(
            () ->
                store().driver().put(key, Content.ofBytes(bytes), UploadOptions.defaults(), none));
    expectTruth("late", old, bytes, failureOf(put, Kind.TIMEOUT));
    byte[] present = store().read("late");
    Throwable delete =
        catchThrowable(() -> store().driver().delete(key, WriteCondition.any(), none));
    expectTruth("late", present, null, failureOf(delete, Kind.TIMEOUT));
    Throwable stat = catchThrowable(() -> store().driver().stat(key, none));
    StorageException failure = failureOf(stat, Kind.TIMEOUT);
    if (failure != null) {
      assertThat(failure.outcome()).as("outcome of a read").isEqualTo(Outcome.NOT_APPLIED);
    }
  }

  @Test
  default void F48_session_thatRunsOutOfTime_isWholeOrTimesOut() {
    byte[] old = Payload.plain(5000, 13);
    byte[] bytes = Payload.plain(70_000, 14);
    store().requires(Capability.WRITE, Capability.UPLOAD_SESSION);
    for (int written : List.of(0, 30_000, bytes.length)) {
      store().put("late", old);
      AtomicBoolean late = new AtomicBoolean();
      CallContext call = () -> late.get() ? Duration.ZERO : Duration.ofHours(1);
      StorageKey key = StorageKey.of("late");
      DriverUpload session = store().driver().begin(key, UploadOptions.defaults(), call);
      session.write(bytes, 0, written);
      late.set(true);
      Throwable thrown =
          catchThrowable(
              () -> {
                if (written < bytes.length) {
                  session.write(bytes, written, bytes.length - written);
                }
                session.commit();
              });
      session.close();
      expectTruth("late", old, bytes, failureOf(thrown, Kind.TIMEOUT));
    }
  }

  /** What is stored agrees with how the call ended. Null stands for no object. */
  private void expectTruth(
      String key,
      byte @Nullable [] old,
      byte @Nullable [] written,
      @Nullable StorageException failure) {
    Optional<byte[]> present = store().stat(key).map(info -> store().read(key));
    boolean isOld = Arrays.equals(present.orElse(null), old);
    boolean isNew = Arrays.equals(present.orElse(null), written);
    assertThat(isOld || isNew).as("'%s' is as before or as written, not between", key).isTrue();
    if (failure == null) {
      assertThat(isNew).as("'%s' is as written, as the call succeeded", key).isTrue();
    } else if (failure.outcome() == Outcome.NOT_APPLIED) {
      assertThat(isOld).as("'%s' is as before, as the call failed: %s", key, failure).isTrue();
    }
  }

  /** Makes a call in a thread whose interrupt flag is set; how it failed, or null. */
  private @Nullable StorageException interrupted(ThrowingCallable call) {
    return inThread(
        () -> {
          Thread.currentThread().interrupt();
          call.call();
        });
  }

  /** Makes a call that interrupts its thread in a thread of its own; how it failed, or null. */
  private @Nullable StorageException inThread(ThrowingCallable call) {
    store().requires(Capability.WRITE);
    return Together.inThread(
            () -> {
              Throwable thrown = catchThrowable(call);
              boolean flag = Thread.interrupted();
              StorageException failure = failureOf(thrown, Kind.CANCELLED);
              assertThat(flag).as("interrupt flag after the call (it ended: %s)", thrown).isTrue();
              return Optional.ofNullable(failure);
            })
        .orElse(null);
  }

  private static @Nullable StorageException failureOf(@Nullable Throwable thrown, Kind kind) {
    if (thrown == null) {
      return null;
    }
    assertThat(thrown).as("what the call throws").isInstanceOf(StorageException.class);
    StorageException failure = (StorageException) thrown;
    StorageExceptionAssert.assertThat(failure).hasKind(kind);
    return failure;
  }
}
