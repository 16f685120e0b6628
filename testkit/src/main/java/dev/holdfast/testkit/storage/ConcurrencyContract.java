// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.UploadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls of many threads at once: whole versions, in an order that everybody agrees on. */
interface ConcurrencyContract extends DriverTests {

  /** How often an object is overwritten under the eyes of readers. */
  int OVERWRITES = 25;

  @Test
  default void put_whileContentIsRead_showsOldObjectOnly() {
    byte[] old = Payload.plain(5000, 1);
    byte[] bytes = Payload.plain((1 << 20) + 3, 2);
    for (int point : List.of(0, 100_000, bytes.length)) {
      ObjectInfo before = store().put("slow", old);
      putWithPause(
          "slow",
          bytes,
          point,
          () -> {
            store().expectUnchanged(before, old);
            assertThat(store().list("")).as("keys during an upload").containsExactly("slow");
          });
      store().expect("slow", bytes);
    }
  }

  @Test
  default void put_ofAbsentKeyWhileContentIsRead_showsNothing() {
    byte[] bytes = Payload.plain((1 << 20) + 3, 3);
    putWithPause(
        "dir/new",
        bytes,
        500_000,
        () -> {
          store().expectAbsent("dir/new");
          assertThat(store().listGrouped("")).as("groups during an upload").isEmpty();
        });
    store().expect("dir/new", bytes);
  }

  @Test
  default void get_duringOverwrites_givesWholeVersionsInOrder() {
    store().put("busy", Payload.describing(20_000, 0));
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Long>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          try {
            for (int version = 1; version <= OVERWRITES; version++) {
              store().put("busy", Payload.describing(20_000 + version * 7919 % 60_000, version));
            }
          } finally {
            done.set(true);
          }
          return (long) OVERWRITES;
        });
    Callable<Long> reader =
        () -> {
          long seen = 0;
          while (!done.get()) {
            long version = Payload.seedOf(store().read("busy"));
            assertThat(version)
                .as("version read after version %d", seen)
                .isGreaterThanOrEqualTo(seen);
            seen = version;
          }
          return Payload.seedOf(store().read("busy"));
        };
    tasks.addAll(List.of(reader, reader, reader));
    assertThat(Together.run(tasks)).as("last version of all").containsOnly((long) OVERWRITES);
  }

  @Test
  default void stat_duringOverwrites_isOfOneVersion() {
    store().put("busy", new byte[100]);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> writer =
        () -> {
          try {
            for (int version = 1; version <= OVERWRITES; version++) {
              store().put("busy", new byte[100 + version], versioned(version));
            }
          } finally {
            done.set(true);
          }
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          while (!done.get()) {
            ObjectInfo info = store().info("busy");
            String size = info.metadata().getOrDefault("size", "" + info.sizeBytes());
            assertThat(size).as("size in the metadata").isEqualTo("" + info.sizeBytes());
          }
          return true;
        };
    Together.run(List.of(writer, reader, reader));
  }

  @Test
  default void put_manyWritersOfOneKey_oneOfThemStays() {
    store().requires(Capability.WRITE);
    int writers = 8;
    List<Callable<String>> tasks =
        IntStream.range(0, writers)
            .<Callable<String>>mapToObj(
                n -> () -> store().put("contested", Payload.describing(30_000 + n, n)).etag())
            .toList();
    List<String> etags = Together.run(tasks);
    long winner = Payload.seedOf(store().read("contested"));
    assertThat(etags).as("etags of all writes").doesNotHaveDuplicates();
    assertThat(store().info("contested").etag())
        .as("etag of the write whose bytes stay")
        .isEqualTo(etags.get(Math.toIntExact(winner)));
    assertThat(store().list("")).containsExactly("contested");
  }

  @Test
  default void putAndDelete_inOneFolder_neverFail() {
    store().requires(Capability.WRITE);
    Callable<Boolean> task =
        () -> {
          String key = "deep/er/folder/" + Thread.currentThread().getName();
          for (int round = 0; round < 12; round++) {
            store().put(key, Payload.describing(100, round));
            assertThat(Payload.seedOf(store().read(key))).isEqualTo(round);
            store().delete(key);
            assertThat(store().stat(key)).isEmpty();
          }
          return true;
        };
    Together.run(List.of(task, task, task, task));
    assertThat(store().list("")).isEmpty();
  }

  @Test
  default void putAndDelete_ofOneKey_readersSeeAllOrNothing() {
    store().requires(Capability.WRITE);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> writer =
        () -> {
          try {
            for (int round = 0; round < 25; round++) {
              store().put("blinking", Payload.describing(10_000 + round, round));
              store().delete("blinking");
            }
          } finally {
            done.set(true);
          }
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          while (!done.get()) {
            try {
              Payload.seedOf(store().read("blinking"));
            } catch (StorageException e) {
              StorageExceptionAssert.assertThat(e).isNotApplied(Kind.NOT_FOUND);
            }
          }
          return true;
        };
    Together.run(List.of(writer, reader, reader));
    store().expectAbsent("blinking");
  }

  /** Writes content that stops at a point until another thread has looked around. */
  private void putWithPause(String key, byte[] bytes, int point, Runnable lookAround) {
    store().requires(Capability.WRITE);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Contents.AtByte pause =
        () -> {
          reached.countDown();
          Together.await(goOn, "the readers, which must not wait for the upload");
        };
    Callable<Boolean> writer =
        () -> {
          store().put(key, Contents.withEvent(bytes, point, pause), noOptions());
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          try {
            Together.await(reached, "the content to be read");
            lookAround.run();
          } finally {
            goOn.countDown();
          }
          return true;
        };
    Together.run(List.of(reader, writer));
  }

  private UploadOptions versioned(int version) {
    return store().can(Capability.METADATA)
        ? UploadOptions.builder().metadata("size", "" + (100 + version)).build()
        : noOptions();
  }

  private static UploadOptions noOptions() {
    return UploadOptions.defaults();
  }
}
