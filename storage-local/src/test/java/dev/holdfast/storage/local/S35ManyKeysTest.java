// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A key that passed by leaves nothing behind in memory. The disk is one in memory with two files,
 * so that each call costs a microsecond and forces cost nothing.
 */
class S35ManyKeysTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final int KEYS = 1_000_000;
  private static final int WARM_UP = 20_000;
  private static final long ALLOWED_BYTES = 8L << 20;
  private static final long STABLE_BYTES = 64L << 10;
  private static final int MOST_COLLECTIONS = 10;

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  @Test
  void S35_millionAbsentKeys_leaveNothingInTheHeap() {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    try (LocalDriver driver = LocalStores.open(disk.root().resolve("store"))) {
      StorageKey present = StorageKey.of("here/present");
      driver.put(present, Content.ofBytes(new byte[1]), UploadOptions.defaults(), CALL);
      askFor(driver, KEYS, KEYS + WARM_UP);
      long before = liveBytes();
      askFor(driver, 0, KEYS);
      long after = liveBytes();
      assertThat(after - before)
          .as("bytes that %d keys left, %d before", KEYS, before)
          .isLessThanOrEqualTo(ALLOWED_BYTES);
      assertThat(driver.stat(present, CALL)).as("the store, which is in use until now").isPresent();
    }
  }

  /**
   * Looks for each key of a range and deletes it; none of them is there. In a thread of its own,
   * because what the disk throws costs the more the deeper the stack is.
   */
  private static void askFor(LocalDriver driver, int from, int to) {
    int found =
        CompletableFuture.supplyAsync(
                () -> {
                  int present = 0;
                  for (int number = from; number < to; number++) {
                    StorageKey key = key(number);
                    present += driver.stat(key, CALL).isPresent() ? 1 : 0;
                    driver.delete(key, WriteCondition.any(), CALL);
                  }
                  return present;
                })
            .join();
    assertThat(found).isZero();
  }

  /** In the root, beside an object, in directories that are not there, and in one behind a file. */
  private static StorageKey key(int number) {
    return StorageKey.of(
        switch (number % 4) {
          case 0 -> "key-" + number;
          case 1 -> "here/key-" + number;
          case 2 -> "gone-" + number + "/key";
          default -> "here/present/" + number % 1_000 + "/key-" + number;
        });
  }

  /** What is reachable: the heap after collections that do not make it smaller any more. */
  private static long liveBytes() {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_COLLECTIONS; round++) {
      System.gc();
      long used = MEMORY.getHeapMemoryUsage().getUsed();
      if (used > least - STABLE_BYTES) {
        return Math.min(used, least);
      }
      least = used;
    }
    return least;
  }
}
