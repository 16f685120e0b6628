// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** F28: interrupts while a call waits for another one, and while a directory is forced. */
final class LocalInterruptTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final CallContext NO_TIME = () -> Duration.ZERO;
  private static final Content CONTENT = Content.ofBytes(new byte[] {1});

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");

  @AfterEach
  void clearFlag() {
    boolean ignored = Thread.interrupted();
  }

  @Test
  void F28_closeInterruptedWhileAWriteIsPublished_closesAndKeepsTheFlag() {
    LocalDriver driver = LocalStores.open(root);
    boolean[] interrupted = new boolean[1];
    onFirst(
        CallKind.MOVE,
        call -> {
          Thread.currentThread().interrupt();
          driver.close();
          interrupted[0] = Thread.interrupted();
        });
    driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL);
    assertThat(interrupted[0]).isTrue();
    assertThatStorageFailure(
            () -> driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void F28_deleteInterruptedBeforeItRemovesTheDirectory_isDoneAndKeepsTheFlag() {
    StorageKey key = StorageKey.of("d/k");
    StorageKey other = StorageKey.of(sharingAMutexWith("d") + "/k");
    LocalDriver driver = LocalStores.open(root);
    driver.put(key, CONTENT, UploadOptions.defaults(), CALL);
    boolean[] interrupted = new boolean[1];
    onFirst(
        CallKind.MKDIR,
        call -> {
          onFirst(CallKind.CLOSE, close -> Thread.currentThread().interrupt());
          driver.delete(key, WriteCondition.any(), CALL);
          interrupted[0] = Thread.interrupted();
        });
    driver.put(other, CONTENT, UploadOptions.defaults(), CALL);
    assertThat(interrupted[0]).isTrue();
    assertThat(driver.stat(key, CALL)).isEmpty();
    assertThat(root.resolve("d")).as("may stay").isEmptyDirectory();
  }

  @Test
  void F28_interruptedWhileItsDirectoryIsRemoved_isNotApplied() {
    StorageKey key = StorageKey.of("d/k");
    LocalDriver driver = LocalStores.open(root);
    driver.put(key, CONTENT, UploadOptions.defaults(), CALL);
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.DELETE && call.path().equals(root.resolve("d"))) {
            Thread.currentThread().interrupt();
            assertThatStorageFailure(() -> driver.put(key, CONTENT, UploadOptions.defaults(), CALL))
                .isNotApplied(Kind.CANCELLED);
            assertThat(Thread.interrupted()).isTrue();
            assertThatStorageFailure(
                    () -> driver.delete(StorageKey.of("d/e/k"), WriteCondition.any(), NO_TIME))
                .isNotApplied(Kind.TIMEOUT);
          }
        });
    driver.delete(key, WriteCondition.any(), CALL);
    disk.onCall(call -> {});
    driver.put(key, CONTENT, UploadOptions.defaults(), CALL);
    assertThat(driver.stat(key, CALL)).as("no pin is left").isPresent();
    driver.delete(key, WriteCondition.any(), CALL);
    assertThat(root.resolve("d")).doesNotExist();
  }

  /** A directory that the store changes under the mutex of another one. */
  private String sharingAMutexWith(String name) {
    int stripe = Math.floorMod(root.resolve(name).hashCode(), 64);
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "o" + i)
        .filter(found -> Math.floorMod(root.resolve(found).hashCode(), 64) == stripe)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void F28_writeInterruptedAfterItWasPublished_isDoneAndKeepsTheFlag() {
    LocalDriver driver = LocalStores.open(root);
    onFirst(CallKind.FORCE_DIRECTORY, call -> Thread.currentThread().interrupt());
    driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(afterPowerLoss().stat(StorageKey.of("k"), CALL)).isPresent();
  }

  @Test
  void F28_deleteInterruptedAfterTheFileIsGone_isDoneAndKeepsTheFlag() {
    LocalDriver driver = LocalStores.open(root);
    driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL);
    onFirst(CallKind.FORCE_DIRECTORY, call -> Thread.currentThread().interrupt());
    driver.delete(StorageKey.of("k"), WriteCondition.any(), CALL);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(afterPowerLoss().stat(StorageKey.of("k"), CALL)).isEmpty();
  }

  /** However often it is interrupted, and wherever. */
  @Test
  void F22_F28_forceFailsWhileTheThreadIsInterrupted_isFinal() {
    LocalDriver driver = LocalStores.open(root);
    driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL);
    boolean[] forced = new boolean[1];
    disk.onCall(
        call -> {
          forced[0] |= call.kind() == CallKind.FORCE_DIRECTORY;
          if (forced[0]) {
            Thread.currentThread().interrupt();
          }
        });
    disk.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatStorageFailure(
            () -> driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL))
        .hasKind(Kind.UNAVAILABLE)
        .hasOutcome(Outcome.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
    disk.onCall(call -> {});
    assertThatStorageFailure(
            () -> driver.put(StorageKey.of("k"), CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThat(root.resolve(".holdfast").resolve("force-failed")).exists();
  }

  private LocalDriver afterPowerLoss() {
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    return LocalStores.open(left.root().resolve("store"));
  }

  /** Does something ahead of the next call of a kind, once. */
  private void onFirst(CallKind kind, Consumer<IoCall> action) {
    boolean[] done = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == kind && !done[0]) {
            done[0] = true;
            action.accept(call);
          }
        });
  }
}
