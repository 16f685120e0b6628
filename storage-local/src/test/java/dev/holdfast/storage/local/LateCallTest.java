// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call that a disk holds longer than the store is willing to wait when it is closed: the root is
 * nobody else's until the call has ended.
 */
final class LateCallTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("d/k");

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private final Set<Path> openRoots = ConcurrentHashMap.newKeySet();
  private final LocalDriver driver = open();

  @ParameterizedTest
  @EnumSource(
      value = CallKind.class,
      names = {"MOVE", "FORCE_DIRECTORY"})
  void close_putIsHeld_nextOwnerIsLockedOutUntilItHasEnded(CallKind held) {
    during(held, () -> put(driver));
    LocalDriver next = open();
    assertThat(next.stat(KEY, CALL)).isPresent();
    next.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = CallKind.class,
      names = {"DELETE", "FORCE_DIRECTORY"})
  void close_deleteIsHeld_nextOwnerIsLockedOutUntilItHasEnded(CallKind held) {
    put(driver);
    during(held, () -> driver.delete(KEY, WriteCondition.any(), CALL));
    LocalDriver next = open();
    assertThat(next.stat(KEY, CALL)).isEmpty();
    next.close();
  }

  @Test
  void close_lockOfALateCallCannotBeClosed_rootIsFreeAllTheSame() {
    during(
        CallKind.MOVE,
        () -> {
          put(driver);
          disk.failures()
              .failEvery(
                  IoCall.ofKind(CallKind.CLOSE).and(IoCall.nameContaining("lock")), Fault.EIO);
        });
    disk.failures().clear();
    assertThat(openRoots).isEmpty();
  }

  @Test
  void close_nothingIsHeld_laterCallsAreRefused() {
    driver.close();
    assertThatStorageFailure(() -> put(driver)).isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> driver.delete(KEY, WriteCondition.any(), CALL))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining("the store was closed");
    open().close();
  }

  /** Closes the store while a call is at its first call to the disk of a kind. */
  private void during(CallKind kind, Runnable call) {
    boolean[] closed = new boolean[1];
    disk.onCall(
        each -> {
          if (each.kind() == kind && !closed[0]) {
            closed[0] = true;
            driver.close();
            assertThatStorageFailure(this::open).isNotApplied(Kind.STORAGE_LOCKED);
          }
        });
    call.run();
    disk.onCall(each -> {});
    assertThat(closed).containsExactly(true);
  }

  private LocalDriver open() {
    Environment usual = LocalStores.environment();
    Environment impatient =
        new Environment(
            usual.clock(),
            usual.ticker(),
            (signal, deadline) -> signal.holds(),
            usual.scheduler(),
            usual.random());
    return StoreOpening.driver(
        LocalStorage.builder(root).lockWait(Duration.ZERO), impatient, openRoots, () -> {});
  }

  private static void put(LocalDriver driver) {
    driver.put(KEY, Content.ofBytes(new byte[] {1}), UploadOptions.defaults(), CALL);
  }
}
