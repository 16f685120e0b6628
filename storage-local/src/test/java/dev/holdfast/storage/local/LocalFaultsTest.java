// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the disk does to the store, row by row of the catalogue of faults. */
final class LocalFaultsTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final Content OLD = Content.ofBytes(new byte[] {1});
  private static final Content NEW = Content.ofBytes(new byte[] {2, 2});

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private final LocalDriver driver = LocalStores.open(root);

  @Test
  void F22_forceOfFileFails_isNotAppliedAndNotRepeated() throws IOException {
    put(OLD);
    long forces = disk.calls(CallKind.FORCE_FILE);
    fail(CallKind.FORCE_FILE, Fault.EIO);
    assertThatStorageFailure(() -> put(NEW)).isNotApplied(Kind.UNAVAILABLE);
    assertThat(disk.calls(CallKind.FORCE_FILE)).isEqualTo(forces + 1);
    assertOldObjectAndNoStage();
    put(NEW);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void F22_forceOfDirectoryFails_isUnknownAndEndsWriting() {
    put(OLD);
    fail(CallKind.FORCE_DIRECTORY, Fault.EIO);
    assertThatStorageFailure(() -> put(NEW)).hasOutcome(Outcome.UNKNOWN);
    assertThatStorageFailure(() -> put(NEW)).isNotApplied(Kind.READ_ONLY);
    assertThatStorageFailure(() -> driver.delete(KEY, WriteCondition.any(), CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void F22_forceOfDirectoryFailed_laterProcessKnows() {
    put(OLD);
    fail(CallKind.FORCE_DIRECTORY, Fault.EIO);
    assertThatStorageFailure(() -> put(NEW)).hasOutcome(Outcome.UNKNOWN);
    LocalDriver next =
        LocalStores.open(disk.afterCrash(CrashPolicy.KEEP_ALL).root().resolve("store"));
    assertThatStorageFailure(() -> next.put(KEY, NEW, UploadOptions.defaults(), CALL))
        .hasKind(Kind.READ_ONLY)
        .hasMessageContaining("force-failed");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ENOSPC", "EDQUOT", "EFBIG"})
  void F23_noSpaceForObject_isFullAndNotApplied(Fault fault) throws IOException {
    put(OLD);
    fail(CallKind.WRITE, fault);
    assertThatStorageFailure(() -> put(NEW)).isNotApplied(Kind.STORAGE_FULL);
    assertOldObjectAndNoStage();
  }

  @Test
  void F23_diskFullBySize_isFullAndReadsGoOn() throws IOException {
    CrashFileSystem small = CrashFileSystem.builder().capacityBytes(4_096).build();
    LocalDriver store = LocalStores.open(small.root().resolve("store"));
    store.put(KEY, OLD, UploadOptions.defaults(), CALL);
    Content large = Content.ofBytes(new byte[10_000]);
    assertThatStorageFailure(() -> store.put(KEY, large, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.STORAGE_FULL);
    assertThat(store.stat(KEY, CALL).orElseThrow().sizeBytes()).isEqualTo(1);
    store.put(KEY, NEW, UploadOptions.defaults(), CALL);
  }

  @Test
  void F26_rootReadOnlyAtStart_isRefusedAndNamesTheRoot() {
    CrashFileSystem readOnly = CrashFileSystem.builder().build();
    readOnly.failures().failFrom(1, IoCall.ofKind(CallKind.MKDIR, CallKind.CREATE), Fault.EROFS);
    assertThatStorageFailure(() -> LocalStores.open(readOnly.root().resolve("store")))
        .hasKind(Kind.READ_ONLY)
        .hasMessageContaining("/store");
  }

  @Test
  void F26_rootReadOnlyAtRunTime_isReadOnlyAndReadsGoOn() {
    put(OLD);
    fail(CallKind.CREATE, Fault.EROFS);
    assertThatStorageFailure(() -> put(NEW)).isNotApplied(Kind.READ_ONLY);
    assertThat(size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"CREATE", "OPEN"})
  void F27_noDescriptorLeft_isOverloadedAndNotApplied(CallKind kind) throws IOException {
    put(OLD);
    fail(kind, Fault.EMFILE);
    assertThatStorageFailure(() -> put(NEW)).isNotApplied(Kind.OVERLOADED);
    assertOldObjectAndNoStage();
    put(NEW);
  }

  /** Property P4: every call of every operation fails once; the outcome told is the true one. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void P4_eachCallFailsOnce_outcomeIsTrue(Fault fault) {
    for (int n = 1; n < 40; n++) {
      CrashFileSystem fresh = CrashFileSystem.builder().build();
      LocalDriver store = LocalStores.open(fresh.root().resolve("store"));
      store.put(KEY, OLD, UploadOptions.defaults(), CALL);
      fresh.failures().failNth(n, fault);
      assertTrueOutcome(store, n);
      assertThat(fresh.openChannels()).as("open channels but the lock, n=%d", n).isEqualTo(1);
    }
  }

  private static void assertTrueOutcome(LocalDriver store, int n) {
    try {
      store.put(KEY, NEW, UploadOptions.defaults(), CALL);
      assertThat(sizeOf(store)).as("acknowledged, n=%d", n).isEqualTo(2);
    } catch (StorageException e) {
      if (e.outcome() == Outcome.NOT_APPLIED) {
        assertThat(sizeOf(store)).as("not applied, n=%d: %s", n, e).isEqualTo(1);
      }
    }
  }

  private static long sizeOf(LocalDriver store) {
    for (int tries = 0; ; tries++) {
      try {
        return store.stat(KEY, CALL).orElseThrow().sizeBytes();
      } catch (StorageException e) {
        assertThat(tries).as("the fault is injected once: %s", e).isZero();
      }
    }
  }

  private void fail(CallKind kind, Fault fault) {
    disk.failures().failNth(1, IoCall.ofKind(kind), fault);
  }

  private void put(Content content) {
    driver.put(KEY, content, UploadOptions.defaults(), CALL);
  }

  private long size() {
    return driver.stat(KEY, CALL).orElseThrow().sizeBytes();
  }

  private void assertOldObjectAndNoStage() throws IOException {
    assertThat(size()).isEqualTo(1);
    try (DirectoryStream<Path> stages =
        Files.newDirectoryStream(root.resolve(".holdfast").resolve("stage"))) {
      assertThat(stages).isEmpty();
    }
  }
}
