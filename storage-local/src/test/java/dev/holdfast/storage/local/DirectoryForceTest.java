// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forces of directories, on a real disk and on one that fails. */
final class DirectoryForceTest {

  @TempDir private Path real;

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Root root = new Root(disk.root());
  private final DirectoryForce force = new DirectoryForce(root, true);

  @AfterEach
  void clearFlag() {
    boolean ignored = Thread.interrupted();
  }

  @Test
  void F28_realDirectoryForcedByAnInterruptedThread_isDoneAndKeepsTheFlag() throws IOException {
    Root here = new Root(real);
    assumeTrue(here.posix(), "directories are forced on POSIX alone");
    DirectoryForce onDisk = new DirectoryForce(here, true);
    try (DirectoryForce.Handle handle = onDisk.open(real)) {
      Files.createFile(real.resolve("a"));
      Thread.currentThread().interrupt();
      handle.force();
      handle.force();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
    onDisk.force(real);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(onDisk.failed()).isFalse();
  }

  @Test
  void force_realDirectory_startsNoThread() throws IOException {
    DirectoryForce onDisk = new DirectoryForce(new Root(real), true);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < 100; i++) {
      onDisk.force(real);
    }
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    assertThat(after)
        .as("the JVM may start some of its own")
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("Thread-"));
  }

  @Test
  void open_directory_takesOneDescriptor() throws IOException {
    try (DirectoryForce.Handle handle = force.open(disk.root())) {
      handle.force();
      assertThat(disk.openPaths()).containsExactly(disk.root());
    }
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void F22_forceFails_isRememberedHereAndInLaterProcesses() throws IOException {
    Files.createDirectory(root.control());
    disk.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatThrownBy(() -> force.force(disk.root())).hasMessage(Fault.EIO.message());
    assertThat(force.failed()).isTrue();
    assertThat(force.note()).exists();
    DirectoryForce later = new DirectoryForce(root, true);
    assertThat(later.failed()).isFalse();
    later.recall();
    assertThat(later.failed()).isTrue();
  }

  @Test
  void F22_forceFailsAndTheNoteToo_isRememberedHere() {
    disk.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatThrownBy(() -> force.force(disk.root()))
        .hasMessage(Fault.EIO.message())
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOf(NoSuchFileException.class));
    assertThat(force.failed()).isTrue();
  }

  @Test
  void force_notEnabled_doesNothing() throws IOException {
    DirectoryForce none = new DirectoryForce(root, false);
    none.force(disk.root().resolve("absent"));
    Files.createDirectory(root.control());
    Files.createFile(none.note());
    none.recall();
    assertThat(none.failed()).isFalse();
    assertThat(disk.calls(CallKind.FORCE_DIRECTORY)).isZero();
  }
}
