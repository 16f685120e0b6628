// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A root, and the directories above it, that are made and do not survive at once. */
final class RootMakingTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final int ENOUGH = 60;

  @Test
  void F21_processDiesWhileItMakesTheRoot_laterWriteSurvivesPowerLoss() {
    for (int n = 1; n < ENOUGH; n++) {
      CrashFileSystem disk = CrashFileSystem.builder().build();
      CrashPoints.dieAt(disk, n);
      try {
        LocalStores.open(root(disk)).close();
      } catch (CrashPoints.Death e) {
        assertThat(n).isPositive();
      }
      expectDurable(disk.processKilled(), "died at call " + n);
    }
  }

  @Test
  void F22_entryOfTheRootCannotBeForced_isMadeAnewLater() {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    disk.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatStorageFailure(() -> LocalStores.open(root(disk))).isNotApplied(Kind.UNAVAILABLE);
    expectDurable(disk, "forced again");
  }

  @Test
  void F22_entryOfTheRootCannotBeForcedNorTakenBack_isTold() {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    disk.failures()
        .failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO)
        .failNth(1, IoCall.ofKind(CallKind.DELETE), Fault.EIO);
    assertThatStorageFailure(() -> LocalStores.open(root(disk)))
        .isNotApplied(Kind.UNAVAILABLE)
        .cause()
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
  }

  @Test
  void F26_directoryAboveTheRootCannotBeRead_isNoHindrance() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    Files.createDirectories(root(disk));
    disk.failures()
        .failNth(
            1, IoCall.ofKind(CallKind.OPEN).and(call -> call.path().endsWith("p")), Fault.EACCES);
    try (LocalDriver driver = LocalStores.open(root(disk))) {
      assertThat(driver.stat(KEY, CALL)).isEmpty();
    }
  }

  private static void expectDurable(CrashFileSystem disk, String context) {
    LocalStores.open(root(disk))
        .put(KEY, Content.ofBytes(new byte[3]), UploadOptions.defaults(), CALL);
    CrashFileSystem left = disk.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED);
    assertThat(LocalStores.open(root(left)).stat(KEY, CALL)).as(context).isPresent();
  }

  private static Path root(CrashFileSystem disk) {
    return disk.root().resolve("p").resolve("store");
  }
}
