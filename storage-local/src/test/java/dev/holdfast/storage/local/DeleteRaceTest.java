// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deletes that meet in one directory. The second delete is forced and about to remove the directory
 * that is empty but for the file of the first, which has just been removed and not forced. A third
 * delete finds nothing, returns, and the power goes.
 */
final class DeleteRaceTest {

  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
  private static final CallContext CALL = () -> Duration.ofSeconds(20);
  private static final StorageKey FIRST = StorageKey.of("d/first");
  private static final StorageKey SECOND = StorageKey.of("d/second");

  private volatile Runnable beforeWaiting = () -> {};
  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private final LocalDriver driver = open();
  private final Thread first = new Thread(() -> delete(FIRST));
  private final CountDownLatch removed = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource(
      value = CallKind.class,
      names = {"CLOSE", "DELETE"})
  void F21_directoryGoesWhileADeleteInItIsNotForced_absenceSurvives(CallKind moment)
      throws Exception {
    put();
    disk.onCall(
        call -> {
          if (Thread.currentThread().equals(first) && call.kind() == CallKind.FORCE_DIRECTORY) {
            removed.countDown();
            await(goOn);
          } else if (isAbout(call, moment) && first.getState() == Thread.State.NEW) {
            first.start();
            awaitEndOrWait(first);
          }
        });
    delete(SECOND);
    await(removed);
    expectAbsenceSurvives(
        () -> {
          goOn.countDown();
          join();
        });
  }

  @Test
  void F21_directoryGoesBehindADeleteWhoseThreadDied_absenceSurvives() {
    put();
    int[] step = new int[1];
    disk.onCall(
        call -> {
          if (step[0] == 0 && isAbout(call, CallKind.CLOSE)) {
            step[0] = 1;
            assertThatThrownBy(() -> delete(FIRST)).isInstanceOf(Death.class);
          } else if (step[0] == 1 && call.kind() == CallKind.FORCE_DIRECTORY) {
            step[0] = 2;
            throw new Death();
          }
        });
    delete(SECOND);
    assertThat(step[0]).isEqualTo(2);
    expectAbsenceSurvives(() -> {});
  }

  /** The end of a thread in the middle of a call. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * The force of a delete fails while its thread is interrupted. At no call that it then makes can
   * another delete of the key end well, whose force would say nothing.
   */
  @Test
  void F22_F28_forceFailsWhileInterrupted_noOtherDeleteIsAcknowledged() {
    put();
    int[] others = new int[1];
    boolean[] failed = new boolean[1];
    disk.onCall(
        call -> {
          if (failed[0]) {
            failed[0] = false; // the calls of the other one
            others[0]++;
            boolean interrupted = Thread.interrupted();
            assertThatStorageFailure(() -> delete(FIRST)).isNotApplied(Kind.READ_ONLY);
            assertThat(interrupted).isTrue();
            Thread.currentThread().interrupt();
            failed[0] = true;
          } else if (others[0] == 0 && call.kind() == CallKind.FORCE_DIRECTORY) {
            failed[0] = true;
            Thread.currentThread().interrupt();
            throw new IOException(Fault.EIO.message());
          }
        });
    assertThatStorageFailure(() -> delete(FIRST)).hasOutcome(Outcome.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(others[0]).isPositive();
    disk.onCall(call -> {});
    assertThat(afterPowerLoss().stat(FIRST, CALL)).as("a delete would have been lost").isPresent();
  }

  /**
   * A delete waits for the mutex of its key; what it had opened before that is removed meanwhile,
   * and made anew with the object in it. The object that it then removes is not in what it opened.
   */
  @Test
  void F21_directoryIsMadeAnewBehindADelete_absenceSurvives() throws Exception {
    put(SECOND);
    Thread holder = new Thread(() -> delete(FIRST));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    disk.onCall(
        call -> {
          if (Thread.currentThread().equals(holder) && call.path().endsWith("_first")) {
            held.countDown();
            await(release);
          }
        });
    beforeWaiting =
        () -> {
          if (Thread.currentThread().equals(first)) {
            removed.countDown();
            await(goOn);
          }
        };
    holder.start();
    await(held);
    first.start();
    await(removed);
    release.countDown();
    join(holder);
    delete(SECOND);
    put(FIRST);
    goOn.countDown();
    join(first);
    assertThat(driver.stat(FIRST, CALL)).isEmpty();
    assertThat(afterPowerLoss().stat(FIRST, CALL)).isEmpty();
  }

  @Test
  void put_directoryBecomesEmptyMeanwhile_staysForIt() {
    put(SECOND);
    boolean[] once = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.MOVE && !once[0]) {
            once[0] = true;
            delete(SECOND);
          }
        });
    put(FIRST);
    assertThat(once).containsExactly(true);
    assertThat(driver.stat(FIRST, CALL)).isPresent();
  }

  @Test
  void F21_deleteInADirectoryThatNobodyForced_settlesIt() throws IOException {
    Files.createDirectories(root.resolve("e").resolve("f"));
    delete(StorageKey.of("e/f/k"));
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    assertThat(left.root().resolve("store").resolve("e").resolve("f")).isDirectory();
  }

  @Test
  void F21_directoryRemovedBehindTheStore_nobodyIsAcknowledgedBeforeItIsForced() throws Exception {
    put(SECOND);
    Files.delete(root.resolve("d").resolve("_second"));
    Files.delete(root.resolve("d"));
    StorageKey third = StorageKey.of("d/third");
    Thread other = new Thread(() -> put(third));
    CountDownLatch known = new CountDownLatch(1);
    CountDownLatch made = new CountDownLatch(1);
    boolean[] once = new boolean[1];
    disk.onCall(
        call -> {
          if (Thread.currentThread().equals(other) && isAbout(call, CallKind.STAT) && !once[0]) {
            once[0] = true;
            known.countDown();
            await(made);
          } else if (call.kind() == CallKind.FORCE_DIRECTORY
              && call.path().equals(root)
              && !Thread.currentThread().equals(other)) {
            made.countDown();
            await(goOn);
          }
        });
    other.start();
    await(known);
    Thread making = new Thread(() -> put(FIRST));
    making.start();
    awaitEndOrWait(other);
    boolean acknowledged = !other.isAlive();
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    goOn.countDown();
    join(making);
    join(other);
    LocalDriver after = LocalStores.open(left.root().resolve("store"));
    assertThat(after.stat(third, CALL).isPresent()).isEqualTo(acknowledged);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EROFS", "EACCES", "EIO"})
  void F26_absentKeyWhereNothingCanBeRemoved_isNeverUnknown(Fault fault) {
    put(SECOND);
    disk.failures().failEvery(IoCall.ofKind(CallKind.DELETE), fault);
    delete(FIRST);
    assertThatStorageFailure(() -> delete(SECOND)).hasOutcome(Outcome.NOT_APPLIED);
  }

  @Test
  void delete_rootHasVanished_isToldAtOnce() throws IOException {
    put(SECOND);
    Files.move(root.resolve(Root.CONTROL), disk.root().resolve("away"));
    for (WriteCondition condition : List.of(WriteCondition.any(), WriteCondition.ifMatch("x"))) {
      for (StorageKey key : List.of(FIRST, StorageKey.of("other/k"))) {
        if (condition.equals(WriteCondition.any()) && key.equals(FIRST)) {
          continue; // its directory is there: nothing is missed
        }
        assertThatStorageFailure(() -> driver.delete(key, condition, CALL))
            .isNotApplied(Kind.UNAVAILABLE)
            .hasMessageContaining("the root has vanished");
      }
    }
  }

  @Test
  void delete_directoryVanishesWheneverItIsOpened_givesUp() {
    put(SECOND);
    disk.onCall(
        call -> {
          if (isAbout(call, CallKind.OPEN)) {
            throw new NoSuchFileException("d");
          }
        });
    assertThatStorageFailure(() -> delete(SECOND)).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void delete_directoriesAreAllAbsent_isDone() {
    delete(StorageKey.of("x/y/z"));
    assertThat(root.resolve("x")).doesNotExist();
  }

  /** A third delete is acknowledged; what does it leave? */
  private void expectAbsenceSurvives(Runnable end) {
    disk.onCall(call -> {});
    delete(FIRST);
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    end.run();
    LocalDriver after = LocalStores.open(left.root().resolve("store"));
    assertThat(after.stat(FIRST, CALL)).isEmpty();
  }

  private LocalDriver open() {
    Environment usual = LocalStores.environment();
    Waits waits =
        (signal, deadline) -> {
          beforeWaiting.run();
          return Waits.parking().await(signal, deadline);
        };
    return LocalStores.open(
        LocalStorage.builder(root).lockWait(Duration.ZERO),
        new Environment(usual.clock(), usual.ticker(), waits, usual.scheduler(), usual.random()));
  }

  private LocalDriver afterPowerLoss() {
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    return LocalStores.open(left.root().resolve("store"));
  }

  /** Whether a call closes or removes the directory in which the deletes meet. */
  private boolean isAbout(IoCall call, CallKind kind) {
    return call.kind() == kind && call.path().equals(root.resolve("d"));
  }

  private void join() {
    join(first);
  }

  /** Until a thread has ended, or waits for another one. */
  private static void awaitEndOrWait(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.isAlive() && !WAITING.contains(thread.getState())) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void put() {
    put(FIRST);
    put(SECOND);
  }

  private void put(StorageKey key) {
    driver.put(key, Content.ofBytes(new byte[] {1}), UploadOptions.defaults(), CALL);
  }

  private void delete(StorageKey key) {
    driver.delete(key, WriteCondition.any(), CALL);
  }
}
