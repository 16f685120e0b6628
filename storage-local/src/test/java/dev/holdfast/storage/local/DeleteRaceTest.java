// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import dev.holdfast.testkit.disk.IoCall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deletes that meet in one directory, one of which is the last of it. */
final class DeleteRaceTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey FIRST = StorageKey.of("d/first");
  private static final StorageKey SECOND = StorageKey.of("d/second");

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
  private final Thread first = new Thread(() -> delete(FIRST));
  private final CountDownLatch removed = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /**
   * The second delete is forced; the first has removed its file and not forced that; the second
   * would remove the directory that is empty now. Then a third delete finds nothing, returns, and
   * the power goes.
   */
  @Test
  void F21_directoryEmptiedByTwoDeletes_absenceSurvivesPowerLoss() throws Exception {
    put(FIRST);
    put(SECOND);
    disk.onCall(this::interleave);
    delete(SECOND);
    delete(FIRST);
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    goOn.countDown();
    first.join(10_000);
    LocalDriver after = LocalStores.open(left.root().resolve("store"));
    assertThat(after.stat(FIRST, CALL)).isEmpty();
  }

  /**
   * Runs the first delete, up to its force, when the second has forced and closes the directory.
   */
  private void interleave(IoCall call) {
    if (Thread.currentThread().equals(first) && call.kind() == CallKind.FORCE_DIRECTORY) {
      removed.countDown();
      await(goOn);
    } else if (call.kind() == CallKind.CLOSE && first.getState() == Thread.State.NEW) {
      first.start();
      await(removed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void put(StorageKey key) {
    driver.put(key, Content.ofBytes(new byte[] {1}), UploadOptions.defaults(), CALL);
  }

  private void delete(StorageKey key) {
    driver.delete(key, WriteCondition.any(), CALL);
  }
}
