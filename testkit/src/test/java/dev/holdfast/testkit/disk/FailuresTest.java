// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();

  /** A small program that uses most kinds of calls. */
  private static void program(CrashFileSystem fs) throws IOException {
    Path directory = Files.createDirectory(fs.root().resolve("d"));
    Path stage = directory.resolve("stage");
    try (FileChannel channel = FileChannel.open(stage, Disks.NEW)) {
      channel.write(bytes("text"));
      channel.force(true);
    }
    Files.setAttribute(stage, "user:k", bytes("v"));
    Files.move(stage, directory.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    Files.createLink(directory.resolve("b"), directory.resolve("a"));
    Disks.forceDirectory(directory);
    if (!Files.readString(directory.resolve("a")).equals("text")
        || Disks.list(directory).size() != 2) {
      throw new IllegalStateException("wrong content");
    }
    Files.delete(directory.resolve("b"));
  }

  @Test
  void failNth_everyCallOfAProgram_failsOnceAndLeaksNothing() throws IOException {
    program(fs);
    long calls = fs.calls();
    assertThat(calls).isGreaterThan(15);
    for (long n = 1; n <= calls; n++) {
      CrashFileSystem other = Disks.empty();
      other.failures().failNth(n, Fault.EIO);
      assertThatThrownBy(() -> program(other))
          .as("call %d", n)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Input/output error");
      assertThat(other.failures().injected()).isEqualTo(1);
      assertThat(other.openPaths()).as("call %d", n).isEmpty();
    }
  }

  @Test
  void failNth_beyondTheLastCall_failsNothing() throws IOException {
    program(fs);
    CrashFileSystem other = Disks.empty();
    other.failures().failNth(fs.calls() + 1, Fault.EIO);
    assertThatCode(() -> program(other)).doesNotThrowAnyException();
  }

  @Test
  void failFrom_failsAllLaterCallsUntilCleared() throws IOException {
    fs.failures().failFrom(2, IoCall.ofKind(CallKind.MKDIR), Fault.ENOSPC);
    Files.createDirectory(root.resolve("1"));
    for (String name : List.of("2", "3")) {
      assertThatThrownBy(() -> Files.createDirectory(root.resolve(name)))
          .isExactlyInstanceOf(FileSystemException.class)
          .hasMessage("/" + name + ": No space left on device");
    }
    fs.failures().clear();
    Files.createDirectory(root.resolve("3"));
    assertThat(Disks.list(root)).containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void failEvery_matchesPathAndTarget() throws IOException {
    Files.writeString(root.resolve("a"), "");
    fs.failures().failEvery(IoCall.nameContaining("secret"), Fault.EACCES);
    assertThatThrownBy(() -> Files.move(root.resolve("a"), root.resolve("secret.txt")))
        .isInstanceOf(AccessDeniedException.class);
    Files.move(root.resolve("a"), root.resolve("b"));
    assertThat(read(fs, "/b")).isEmpty();
  }

  @Test
  void fault_onChannelCalls_isAPlainIoException() throws IOException {
    for (Fault fault : Fault.values()) {
      Path file = root.resolve(fault.name());
      try (FileChannel channel = FileChannel.open(file, Disks.NEW)) {
        fs.failures().failNth(1, fault);
        assertThatThrownBy(() -> channel.write(bytes("x")))
            .isExactlyInstanceOf(IOException.class)
            .hasMessage(fault.message());
      }
      assertThat(Files.size(file)).isZero();
    }
  }

  @Test
  void failedCall_hasNoEffect() throws IOException {
    Files.writeString(root.resolve("a"), "text");
    fs.failures().failFrom(1, Fault.EROFS);
    assertThatThrownBy(() -> Files.delete(root.resolve("a"))).hasMessageContaining("Read-only");
    assertThatThrownBy(() -> Files.move(root.resolve("a"), root.resolve("b")))
        .hasMessageContaining("Read-only");
    fs.failures().clear();
    assertThat(Disks.list(root)).containsExactly("a");
  }

  @Test
  void closeFails_descriptorIsReleasedAllTheSame() throws IOException {
    FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW);
    fs.failures().failNth(1, IoCall.ofKind(CallKind.CLOSE), Fault.EIO);
    assertThatThrownBy(channel::close).hasMessage("Input/output error");
    assertThat(channel.isOpen()).isFalse();
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void shortWrites_writeHalfAndSaySo() throws IOException {
    fs.failures().shortWrites(IoCall.nameContaining("a"));
    try (FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW)) {
      assertThat(channel.write(bytes("12345678"))).isEqualTo(4);
      assertThat(channel.write(bytes("5"))).isEqualTo(1);
    }
    assertThat(read(fs, "/a")).isEqualTo("12345");
    Files.writeString(root.resolve("ab"), "a loop writes the rest");
    assertThat(read(fs, "/ab")).isEqualTo("a loop writes the rest");
  }

  @Test
  void capacity_reached_writesShortThenFails() throws IOException {
    CrashFileSystem small = CrashFileSystem.builder().capacityBytes(10).build();
    Path file = small.root().resolve("a");
    try (FileChannel channel = FileChannel.open(file, Disks.NEW)) {
      assertThat(channel.write(bytes("1234567890ab"))).isEqualTo(10);
      assertThatThrownBy(() -> channel.write(bytes("ab")))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("No space left on device");
      assertThat(channel.write(bytes("x"), 3)).isEqualTo(1);
      assertThat(Files.getFileStore(file).getUsableSpace()).isZero();
      Files.delete(file);
      assertThat(small.usedBytes()).as("kept alive by the channel").isEqualTo(10);
    }
    assertThat(small.usedBytes()).isZero();
    Files.writeString(file, "1234567890");
    Files.writeString(file, "12345");
    assertThat(small.usedBytes()).isEqualTo(5);
    assertThat(small.afterCrash(CrashPolicy.KEEP_ALL).usedBytes()).isEqualTo(5);
  }

  @Test
  void listener_seesEachCallBeforeItsEffectAndMayUseTheFileSystem() throws IOException {
    List<String> seen = new ArrayList<>();
    CrashFileSystem other = fs.otherProcess();
    fs.onCall(
        call -> seen.add(call + " exists=" + Files.exists(other.getPath(call.path().toString()))));
    Files.createDirectory(root.resolve("d"));
    try (FileChannel channel =
        FileChannel.open(
            root.resolve("d/a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes("x"));
    }
    Files.move(root.resolve("d/a"), root.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(seen)
        .containsExactly(
            "1 MKDIR /d exists=false",
            "2 CREATE /d/a exists=false",
            "3 WRITE /d/a exists=true",
            "4 CLOSE /d/a exists=true",
            "5 MOVE /d/a -> /b exists=true");
    assertThat(fs.callCounts().toString())
        .isEqualTo("{CREATE=1, WRITE=1, MOVE=1, MKDIR=1, CLOSE=1}");
    assertThat(fs.calls(CallKind.WRITE)).isEqualTo(1);
  }
}
