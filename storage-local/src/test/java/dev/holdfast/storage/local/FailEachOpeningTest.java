// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Property P4: every call to the disk fails once while a store is opened or closed. */
final class FailEachOpeningTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final StorageKey AGAIN = StorageKey.of("again/k");
  private static final int ENOUGH = 60;

  private final Set<Path> openRoots = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EIO", "ENOSPC", "EMFILE", "EACCES"})
  void P4_nthCallOfMakingRootFails_rootIsFreeAndIsMadeLater(Fault fault) {
    for (int n = 1; n < ENOUGH; n++) {
      CrashFileSystem disk = CrashFileSystem.builder().build();
      String context = failedOpening(disk, n, fault);
      try (LocalDriver driver = open(disk)) {
        assertThat(driver.stat(KEY, CALL)).as(context).isEmpty();
        assertDurable(disk, writes(driver, context), context);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EIO", "ENOSPC", "EMFILE", "EACCES"})
  void P4_nthCallOfMakingStoreFails_rootBecomesAStoreLater(Fault fault) throws IOException {
    for (int n = 1; n < ENOUGH; n++) {
      CrashFileSystem disk = CrashFileSystem.builder().build();
      Files.createDirectories(root(disk));
      disk.syncAll();
      String context = failedOpening(disk, n, fault);
      try (LocalDriver driver = open(disk)) {
        assertThat(driver.stat(KEY, CALL)).as(context).isEmpty();
        assertDurable(disk, writes(driver, context), context);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EIO", "ENOSPC", "EMFILE", "EACCES"})
  void P4_nthCallOfOpeningFails_objectsStayAndItOpensLater(Fault fault) throws IOException {
    for (int n = 1; n < ENOUGH; n++) {
      CrashFileSystem disk = closedStore();
      Files.createFile(root(disk).resolve(".holdfast").resolve("stage").resolve("stale"));
      String context = failedOpening(disk, n, fault);
      try (LocalDriver driver = open(disk)) {
        assertThat(driver.stat(KEY, CALL)).as(context).isPresent();
        assertDurable(disk, writes(driver, context), context);
      }
    }
  }

  @Test
  void P4_F28_interruptAtNthCallOfOpening_isOpenedOrCancelled() {
    for (int n = 1; n < ENOUGH; n++) {
      int number = n;
      CrashFileSystem disk = CrashFileSystem.builder().build();
      disk.onCall(
          call -> {
            if (call.number() == number) {
              Thread.currentThread().interrupt();
            }
          });
      try {
        open(disk).close();
      } catch (StorageException e) {
        assertThat(e.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
      disk.onCall(call -> {});
      assertThat(Thread.interrupted()).as("flag, call %d", n).isEqualTo(n <= disk.calls());
      assertNothingOpen(disk, "call " + n);
      try (LocalDriver driver = open(disk)) {
        assertThat(writes(driver, "call " + n)).isTrue();
      }
    }
  }

  @Test
  void P4_nthCallOfClosingFails_rootIsFreeAndObjectsStay() {
    for (int n = 1; n < 5; n++) {
      CrashFileSystem disk = closedStore();
      LocalDriver driver = open(disk);
      disk.failures().failNth(n, Fault.EIO);
      try {
        driver.close();
      } catch (StorageException e) {
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
      disk.failures().clear();
      assertNothingOpen(disk, "call " + n);
      try (LocalDriver next = open(disk)) {
        assertThat(next.stat(KEY, CALL)).isPresent();
      }
    }
  }

  /** Opens a store while the n-th call fails, and closes it if it opened all the same. */
  private String failedOpening(CrashFileSystem disk, int n, Fault fault) {
    List<IoCall> calls = new ArrayList<>();
    disk.onCall(calls::add);
    disk.failures().failNth(n, fault);
    String ended = "opened";
    try {
      open(disk).close();
    } catch (StorageException e) {
      assertThat(e.outcome()).as("%s", e).isEqualTo(Outcome.NOT_APPLIED);
      ended = e.getMessage();
    }
    disk.failures().clear();
    disk.onCall(call -> {});
    String failed = n <= calls.size() ? calls.get(n - 1).toString() : "none";
    String context = "%s at call %s: %s".formatted(fault, failed, ended);
    assertNothingOpen(disk, context);
    return context;
  }

  private void assertNothingOpen(CrashFileSystem disk, String context) {
    assertThat(openRoots).as(context).isEmpty();
    assertThat(disk.openPaths()).as(context).isEmpty();
  }

  /** Whether a put works; if not, a directory could not be forced, and a note forbids writing. */
  private static boolean writes(LocalDriver driver, String context) {
    try {
      driver.put(AGAIN, Content.ofBytes(new byte[1]), UploadOptions.defaults(), CALL);
      return true;
    } catch (StorageException e) {
      assertThat(e.kind()).as("%s, then %s", context, e).isEqualTo(Kind.READ_ONLY);
      assertThat(context).contains(CallKind.FORCE_DIRECTORY.name());
      return false;
    }
  }

  private void assertDurable(CrashFileSystem disk, boolean written, String context) {
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    try (LocalDriver next = open(left)) {
      assertThat(next.stat(AGAIN, CALL).isPresent())
          .as("behind a power loss, %s", context)
          .isEqualTo(written);
    }
  }

  private CrashFileSystem closedStore() {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    try (LocalDriver driver = open(disk)) {
      driver.put(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults(), CALL);
    }
    return disk;
  }

  private LocalDriver open(CrashFileSystem disk) {
    return StoreOpening.driver(
        LocalStorage.builder(root(disk)).lockWait(Duration.ZERO),
        LocalStores.environment(),
        openRoots,
        () -> {});
  }

  private static Path root(CrashFileSystem disk) {
    return disk.root().resolve("p").resolve("q").resolve("store");
  }
}
