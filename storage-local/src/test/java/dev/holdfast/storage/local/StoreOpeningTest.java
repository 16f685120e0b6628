// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots that cannot be opened, and what their owners are told; the sweep. */
final class StoreOpeningTest {

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private final Path control = root.resolve(Root.CONTROL);

  @Test
  void build_rootIsAFile_isConfiguration() throws IOException {
    Files.createFile(root);
    assertMisplaced(root);
  }

  @Test
  void build_rootBelowAFile_isConfiguration() throws IOException {
    Files.createFile(root);
    assertThatStorageFailure(() -> LocalStores.open(root.resolve("below")))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining(root + " is not a directory");
  }

  @Test
  void build_rootIsALinkToNothing_isConfiguration() throws IOException {
    Files.createSymbolicLink(root, disk.root().resolve("nothing"));
    assertMisplaced(root);
  }

  @Test
  void build_rootIsALinkToADirectory_isUsed() throws IOException {
    Files.createSymbolicLink(root, Files.createDirectory(disk.root().resolve("elsewhere")));
    LocalStores.open(root).close();
    assertThat(disk.root().resolve("elsewhere").resolve(Root.CONTROL)).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "link", "link to a store"})
  void build_controlIsNoDirectory_isConfiguration(String what) throws IOException {
    Path elsewhere = disk.root().resolve("elsewhere");
    Files.createDirectory(root);
    switch (what) {
      case "file" -> Files.createFile(control);
      case "link" -> Files.createSymbolicLink(control, Files.createDirectory(elsewhere));
      default -> {
        LocalStores.open(elsewhere).close();
        Files.createSymbolicLink(control, elsewhere.resolve(Root.CONTROL));
      }
    }
    assertMisplaced(control);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "layout"})
  void build_directoryInPlaceOfAFile_isConfiguration(String name) throws IOException {
    Files.createDirectories(control.resolve(name));
    assertMisplaced(control.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "layout"})
  void build_linkInPlaceOfAFile_isConfigurationAndLeavesTheTarget(String name) throws IOException {
    LocalStores.open(root).close();
    Path target = disk.root().resolve("target");
    Files.move(control.resolve(name), target);
    Files.createSymbolicLink(control.resolve(name), target);
    byte[] before = Files.readAllBytes(target);
    assertMisplaced(control.resolve(name));
    assertThat(target).hasBinaryContent(before);
  }

  @Test
  void build_stageIsAFile_isConfiguration() throws IOException {
    Files.createDirectories(control);
    Files.createFile(control.resolve("stage"));
    assertMisplaced(control.resolve("stage"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EROFS", "EACCES"})
  void F26_rootCannotBeWrittenAtStart_namesTheSettingAndWhatToDo(Fault fault) {
    disk.failures().failFrom(1, IoCall.ofKind(CallKind.MKDIR), fault);
    assertThatStorageFailure(() -> LocalStores.open(root))
        .isNotApplied(fault == Fault.EROFS ? Kind.READ_ONLY : Kind.ACCESS_DENIED)
        .hasMessageContaining("open at local failed: the root " + root + " cannot be used")
        .hasMessageContaining("give LocalStorage.builder another directory");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EROFS", "EACCES"})
  void F26_storeCannotBeWrittenAtStart_namesTheFileThatCannot(Fault fault) {
    LocalStores.open(root).close();
    disk.failures().failEvery(IoCall.nameContaining("lock"), fault);
    assertThatStorageFailure(() -> LocalStores.open(root))
        .isNotApplied(fault == Fault.EROFS ? Kind.READ_ONLY : Kind.ACCESS_DENIED)
        .hasMessageContaining("the root " + root + " cannot be used")
        .hasMessageContaining(root.resolve(".holdfast/lock").toString())
        .hasMessageContaining("give LocalStorage.builder another directory");
  }

  @Test
  void build_anotherProcessMakesTheControlDirectoryFirst_bothGoOn() {
    boolean[] made = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.MKDIR && call.path().equals(control) && !made[0]) {
            made[0] = true;
            Files.createDirectory(control);
          }
        });
    LocalStores.open(root).close();
    assertThat(made).containsExactly(true);
    assertThat(control.resolve("layout")).exists();
  }

  @Test
  void F43_lockHeldBehindTheStoresBack_isLockedAndIsTakenLater(@TempDir Path real)
      throws Exception {
    LocalStores.open(real).close();
    try (FileChannel other =
            FileChannel.open(real.resolve(Root.CONTROL).resolve("lock"), StandardOpenOption.WRITE);
        FileLock held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatStorageFailure(() -> LocalStores.open(real)).isNotApplied(Kind.STORAGE_LOCKED);
      assertThat(acquire(real)).isEmpty();
    }
    LocalStores.open(real).close();
  }

  @Test
  void build_storeAroundIsMadeAtTheSameTime_isRefused() {
    Path inner = root.resolve("in");
    boolean[] made = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.MKDIR && call.path().equals(inner) && !made[0]) {
            made[0] = true;
            LocalStores.open(root).close();
          }
        });
    assertThatStorageFailure(() -> LocalStores.open(inner))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("is inside the store");
    disk.onCall(call -> {});
    assertThat(disk.openChannels()).isZero();
  }

  private static Optional<RootLock> acquire(Path real) throws Exception {
    Ticker ticker = Ticker.system();
    return RootLock.acquire(
        new Root(real),
        ConcurrentHashMap.newKeySet(),
        Waits.parking(),
        ticker,
        Deadline.after(Duration.ZERO, ticker));
  }

  @Test
  void sweep_diskFailsOnce_isRepeatedByTheNextTask() throws IOException {
    Tasks tasks = new Tasks();
    Environment environment =
        new Environment(
            InstantSource.fixed(LocalStores.NOW),
            Ticker.system(),
            Waits.parking(),
            tasks,
            new Random(1));
    LocalDriver driver = LocalStores.open(LocalStorage.builder(root), environment);
    Path old = Files.createFile(control.resolve("stage").resolve("old"));
    Files.setLastModifiedTime(old, FileTime.from(LocalStores.NOW.minus(Duration.ofHours(2))));
    disk.failures().failNth(1, IoCall.ofKind(CallKind.LIST), Fault.EIO);
    tasks.repeated.forEach(Runnable::run);
    assertThat(old).exists();
    tasks.repeated.forEach(Runnable::run);
    assertThat(old).doesNotExist();
    assertThat(tasks.repeated).hasSize(1);
    driver.close();
    assertThat(tasks.cancelled).isEqualTo(1);
    Path ofTheNext = Files.createFile(old);
    Files.setLastModifiedTime(ofTheNext, FileTime.from(LocalStores.NOW.minus(Duration.ofHours(2))));
    tasks.repeated.forEach(Runnable::run);
    assertThat(ofTheNext).as("a task that began before it was cancelled").exists();
  }

  private void assertMisplaced(Path path) {
    assertThatStorageFailure(() -> LocalStores.open(root))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("the root " + root + " cannot be used: " + path + " is not a ")
        .hasMessageContaining("move it away, or give LocalStorage.builder another directory");
    assertThat(disk.openChannels()).isZero();
  }

  /** Keeps the tasks that are to be repeated. */
  private static final class Tasks implements Scheduler {

    private final List<Runnable> repeated = new ArrayList<>();
    private int cancelled;

    @Override
    public Task schedule(String name, Duration delay, Runnable task) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
      repeated.add(task);
      return () -> cancelled++;
    }

    @Override
    public void close() {}
  }
}
