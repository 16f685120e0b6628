// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.forceDirectory;
import static dev.holdfast.testkit.disk.Disks.read;
import static dev.holdfast.testkit.disk.Disks.writeDurable;
import static dev.holdfast.testkit.disk.Disks.writeForced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** A force that fails leaves what it should have saved visible, not durable, and clean. */
final class ForceFailureTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();

  private String after(CrashPolicy policy, String path) throws IOException {
    return read(fs.crashImage(policy), path);
  }

  private String atBest(String path) throws IOException {
    return after(CrashPolicy.choosing(CrashChoice::newest), path);
  }

  private static void failForce(FileChannel channel) {
    assertThatThrownBy(() -> channel.force(true))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Input/output error");
  }

  @Test
  void secondForceAfterFailure_succeedsAndSavesNothing() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("new and longer"));
      failForce(channel);
      channel.force(true);
    }
    assertThat(Files.readString(file)).isEqualTo("new and longer");
    assertThat(atBest("/a")).isEqualTo("old");
    assertThat(after(CrashPolicy.KEEP_ALL, "/a")).isEqualTo("new and longer");
  }

  @Test
  void rewriteAfterFailure_thenForce_saves() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("new and longer"));
      failForce(channel);
      channel.write(bytes("new and longer"), 0);
      channel.force(true);
    }
    assertThat(after(CrashPolicy.LOSE_ALL_UNFORCED, "/a")).isEqualTo("new and longer");
  }

  @Test
  void appendAfterFailure_thenForce_leavesAHoleOfZeros() throws IOException {
    Path file = writeDurable(root.resolve("a"), "");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      channel.write(bytes("1".repeat(512)));
      failForce(channel);
      channel.write(bytes("2".repeat(512)));
      channel.force(true);
    }
    assertThat(atBest("/a")).isEqualTo("\0".repeat(512) + "2".repeat(512));
  }

  @Test
  void lengthLost_bytesBeyondItDoNotComeBackWithALaterLength() throws IOException {
    Path file = writeDurable(root.resolve("a"), "0123");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("lost"), 4);
      failForce(channel);
      channel.write(bytes("X"), 0);
      channel.force(true);
      channel.write(bytes("more"), 8);
    }
    CrashPolicy longWithOldBytes =
        CrashPolicy.choosing(
            choice -> choice.what() == CrashChoice.What.LENGTH ? choice.newest() : 0);
    assertThat(after(longWithOldBytes, "/a")).isEqualTo("X123" + "\0".repeat(8));
  }

  @Test
  void directoryForceFails_namesStayVisibleAndAreNeverSaved() throws IOException {
    writeForced(root.resolve("a"), "text");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatThrownBy(() -> forceDirectory(root)).hasMessage("Input/output error");
    forceDirectory(root);
    assertThat(read(fs, "/a")).isEqualTo("text");
    assertThat(atBest("/a")).isEqualTo("absent");
  }

  @Test
  void directoryForceFails_renamingAgainMakesTheNameDirty() throws IOException {
    Path file = writeForced(root.resolve("a"), "text");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatThrownBy(() -> forceDirectory(root)).isInstanceOf(IOException.class);
    Files.move(file, root.resolve("b"));
    forceDirectory(root);
    assertThat(after(CrashPolicy.LOSE_ALL_UNFORCED, "/b")).isEqualTo("text");
    assertThat(after(CrashPolicy.LOSE_ALL_UNFORCED, "/a")).isEqualTo("absent");
  }

  @Test
  void attributesForceFails_areNotSavedByTheNextForce() throws IOException {
    Path file = writeDurable(root.resolve("a"), "text");
    Files.setAttribute(file, "user:k", bytes("v"));
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      failForce(channel);
      channel.force(true);
    }
    CrashFileSystem best = fs.crashImage(CrashPolicy.choosing(CrashChoice::newest));
    assertThat(Files.readAttributes(best.getPath("/a"), "user:*")).isEmpty();
  }

  @Test
  void listenerFailsForce_countsAsFailedForce() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("new"));
      fs.onCall(
          call -> {
            if (call.kind() == CallKind.FORCE_FILE) {
              throw new IOException("cable pulled");
            }
          });
      assertThatThrownBy(() -> channel.force(true)).hasMessage("cable pulled");
      fs.onCall(call -> {});
      channel.force(true);
    }
    assertThat(atBest("/a")).isEqualTo("old");
  }

  @Test
  void interruptedWhileAForceFails_tellsOfTheInterruptAloneAndOtherChannelsOfTheFailure()
      throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("new"));
      fs.onCall(call -> Thread.currentThread().interrupt());
      assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedByInterruptException.class);
      fs.onCall(call -> {});
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
      failForce(other);
    }
    assertThat(atBest("/a")).isEqualTo("old");
  }

  @Test
  void failedForce_survivesProcessDeathAsLost() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("new"));
      failForce(channel);
    }
    CrashFileSystem next = fs.processKilled();
    assertThat(read(next, "/a")).isEqualTo("new");
    assertThat(read(next.afterCrash(5), "/a")).isEqualTo("old");
  }
}
