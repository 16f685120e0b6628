// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Files that others change between two calls, and calls that take effect and fail all the same. */
final class ChangedMeanwhileTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("a/b");

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private boolean busy;
  private int step;

  @Test
  void get_deletedMadeAndDeletedWhileItIsLookedAt_isAbsentNotDamaged() {
    LocalDriver driver = LocalStores.open(root);
    put(driver, WriteCondition.any());
    onCall(
        call -> {
          if (call.kind() == CallKind.ATTRIBUTES && (step == 0 || step == 2)) {
            step++;
            driver.delete(KEY, WriteCondition.any(), CALL);
          } else if (call.kind() == CallKind.OPEN && call.path().endsWith("_b") && step == 1) {
            step++;
            put(driver, WriteCondition.any());
          }
        });
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.NOT_FOUND);
  }

  @Test
  void get_replacedAllTheTime_givesUp() {
    LocalDriver driver = LocalStores.open(root);
    put(driver, WriteCondition.any());
    onCall(
        call -> {
          if (call.kind() == CallKind.OPEN && call.path().endsWith("_b")) {
            put(driver, WriteCondition.any());
          }
        });
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining("all the time");
  }

  @Test
  void get_directoryOfAFolderRemovedWhileItIsLookedAt_isNotFound() throws IOException {
    Path directory = Files.createDirectories(disk.root().resolve("folder").resolve("a"));
    Files.write(directory.resolve("b"), new byte[] {1});
    FolderDriver folder =
        new FolderDriver(Root.parent(directory), new LocalErrors("folder"), InstantSource.system());
    onCall(
        call -> {
          if (call.kind() == CallKind.STAT && call.path().endsWith("b")) {
            step = Math.max(step, 1);
          } else if (step == 1 && call.kind() == CallKind.STAT && call.path().endsWith("a")) {
            step = 2;
            Files.delete(directory.resolve("b"));
            Files.delete(directory);
          }
        });
    assertThatStorageFailure(() -> folder.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.NOT_FOUND);
  }

  @Test
  void delete_fileGoesAndTheCallFails_isUnknown() {
    LocalDriver driver = LocalStores.open(root);
    put(driver, WriteCondition.any());
    onCall(
        call -> {
          if (call.kind() == CallKind.DELETE && call.path().endsWith("_b")) {
            Files.delete(call.path());
            disk.failures().failNth(1, IoCall.ofKind(CallKind.DELETE), Fault.EIO);
          }
        });
    assertThatStorageFailure(() -> driver.delete(KEY, WriteCondition.any(), CALL))
        .hasOutcome(Outcome.UNKNOWN);
  }

  @Test
  void put_linkIsMadeAndNobodyCanTell_isUnknown() {
    LocalDriver driver = LocalStores.open(root);
    onCall(
        call -> {
          if (call.kind() == CallKind.LINK) {
            Files.createLink(call.path(), Objects.requireNonNull(call.target()));
            disk.failures()
                .failNth(1, IoCall.ofKind(CallKind.LINK), Fault.EIO)
                .failEvery(
                    IoCall.ofKind(CallKind.STAT).and(IoCall.nameContaining("_b")), Fault.EIO);
          }
        });
    assertThatStorageFailure(() -> put(driver, WriteCondition.ifAbsent()))
        .hasOutcome(Outcome.UNKNOWN);
    disk.failures().clear();
    assertThat(driver.stat(KEY, CALL)).isPresent();
  }

  /** What the listener of the disk does. */
  @FunctionalInterface
  private interface Listener {

    void call(IoCall call) throws IOException;
  }

  /** Hears calls, but not those that it makes itself. */
  private void onCall(Listener listener) {
    disk.onCall(
        call -> {
          if (!busy) {
            busy = true;
            try {
              listener.call(call);
            } finally {
              busy = false;
            }
          }
        });
  }

  private static void put(LocalDriver driver, WriteCondition condition) {
    UploadOptions options = UploadOptions.builder().condition(condition).build();
    driver.put(KEY, Content.ofBytes(new byte[] {1, 2}), options, CALL);
  }
}
