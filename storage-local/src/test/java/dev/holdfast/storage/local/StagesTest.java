// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sweep of what dead processes left, when it meets obstacles. */
@Timeout(60)
final class StagesTest {

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path store = disk.root().resolve("store");
  private final Path directory = store.resolve(Root.CONTROL).resolve("stage");
  private final Environment environment = LocalStores.environment();
  private final Stages stages =
      new Stages(
          new Root(store),
          environment.clock(),
          environment.random(),
          environment.waits(),
          Duration.ZERO);

  @BeforeEach
  void leave() throws IOException {
    LocalStores.open(store).close();
    for (String name : new String[] {"a", "b", "c"}) {
      Path stage = Files.createFile(directory.resolve(name));
      Files.setLastModifiedTime(stage, FileTime.from(LocalStores.NOW.minus(Duration.ofDays(9))));
    }
  }

  @Test
  void sweep_oneCannotBeRemoved_othersAreAndItIsTold() {
    disk.failures().failEvery(deleteOf("b"), Fault.EACCES);
    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(stages::sweep);
    assertThat(directory).isDirectoryContaining("glob:**b").isDirectoryNotContaining("glob:**[ac]");
  }

  @Test
  void open_leftoverCannotBeRemoved_opensAllTheSame() {
    disk.failures().failEvery(deleteOf("b"), Fault.EACCES);
    LocalStores.open(store).close();
    assertThat(directory).isDirectoryContaining("glob:**b").isDirectoryNotContaining("glob:**[ac]");
  }

  @Test
  void close_duringASweep_endsIt() throws IOException {
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LIST) {
            stages.close(Deadline.after(Duration.ZERO, environment.ticker()));
          }
        });
    stages.sweep();
    assertThat(directory).isDirectoryContaining("glob:**a").isDirectoryContaining("glob:**c");
  }

  @Test
  void close_whileAStageIsRemoved_waitsForThat() throws Exception {
    CountDownLatch removing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.DELETE && removing.getCount() > 0) {
            removing.countDown();
            await(release);
          }
        });
    CompletableFuture<Void> sweep = CompletableFuture.runAsync(this::sweep);
    await(removing);
    Thread closing = new Thread(() -> stages.close(Deadline.never()), "closing");
    closing.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      assertThat(closing.isAlive()).as("close() has returned").isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    release.countDown();
    closing.join(30_000);
    assertThat(closing.isAlive()).isFalse();
    sweep.get(30, TimeUnit.SECONDS);
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void close_interruptedWhileItWaits_goesOnWithTheFlagSet() throws IOException {
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LIST) {
            Thread.currentThread().interrupt();
            stages.close(Deadline.never());
            assertThat(Thread.interrupted()).isTrue();
          }
        });
    stages.sweep();
    assertThat(directory).isDirectoryContaining("glob:**a");
  }

  @Test
  void sweep_whileAnotherIsRunning_leavesItToThat() throws IOException {
    int[] sweeps = new int[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LIST) {
            sweeps[0]++;
            stages.sweep();
          }
        });
    stages.sweep();
    assertThat(sweeps).containsExactly(1);
    assertThat(directory).isEmptyDirectory();
  }

  private void sweep() {
    try {
      stages.sweep();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Predicate<IoCall> deleteOf(String name) {
    return IoCall.ofKind(CallKind.DELETE).and(IoCall.nameContaining(name));
  }
}
