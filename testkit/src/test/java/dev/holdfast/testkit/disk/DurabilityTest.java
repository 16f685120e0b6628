// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.forceDirectory;
import static dev.holdfast.testkit.disk.Disks.list;
import static dev.holdfast.testkit.disk.Disks.read;
import static dev.holdfast.testkit.disk.Disks.writeDurable;
import static dev.holdfast.testkit.disk.Disks.writeForced;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a power loss may and may not take away. */
final class DurabilityTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();

  /** What one path holds after each of many random power losses. */
  private Set<String> outcomes(String path) throws IOException {
    Set<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      outcomes.add(read(fs.crashImage(CrashPolicy.random(seed)), path));
    }
    return outcomes;
  }

  private String leastOf(String path) throws IOException {
    return read(fs.crashImage(CrashPolicy.LOSE_ALL_UNFORCED), path);
  }

  @Test
  void create_fileAndDirectoryForced_survives() throws IOException {
    writeDurable(root.resolve("a"), "text");
    assertThat(outcomes("/a")).containsExactly("text");
    assertThat(leastOf("/a")).isEqualTo("text");
  }

  @Test
  void create_directoryNotForced_nameMayBeLost() throws IOException {
    writeForced(root.resolve("a"), "text");
    assertThat(outcomes("/a")).containsExactly("absent", "text");
    assertThat(leastOf("/a")).isEqualTo("absent");
  }

  @Test
  void create_fileNotForced_nameMayPointToEmptyOrZeroContent() throws IOException {
    Files.writeString(root.resolve("a"), "text");
    forceDirectory(root);
    assertThat(outcomes("/a")).containsExactly("", "\0\0\0\0", "text");
    assertThat(leastOf("/a")).isEmpty();
  }

  @Test
  void mkdir_parentNotForced_takesItsDurableFilesWithIt() throws IOException {
    Path directory = Files.createDirectory(root.resolve("d"));
    writeDurable(directory.resolve("a"), "text");
    assertThat(outcomes("/d/a")).containsExactly("absent", "text");
    forceDirectory(root);
    assertThat(outcomes("/d/a")).containsExactly("text");
  }

  @Test
  void rename_notForced_anyCombinationOfNamesSurvives() throws IOException {
    writeDurable(root.resolve("a"), "new");
    writeDurable(root.resolve("b"), "old");
    Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      CrashFileSystem after = fs.crashImage(CrashPolicy.random(seed));
      seen.add(read(after, "/a") + " " + read(after, "/b"));
    }
    assertThat(seen).containsExactly("absent new", "absent old", "new new", "new old");
    forceDirectory(root);
    assertThat(outcomes("/b")).containsExactly("new");
    assertThat(outcomes("/a")).containsExactly("absent");
  }

  @Test
  void rename_betweenDirectories_eachNeedsItsOwnForce() throws IOException {
    Path from = Files.createDirectory(root.resolve("from"));
    Path to = Files.createDirectory(root.resolve("to"));
    forceDirectory(root);
    writeDurable(from.resolve("a"), "text");
    Files.move(from.resolve("a"), to.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(to);
    assertThat(outcomes("/to/a")).containsExactly("text");
    assertThat(outcomes("/from/a")).containsExactly("absent", "text");
  }

  @Test
  void rename_severalTimesUnforced_everyValueInBetweenIsPossible() throws IOException {
    for (String text : new String[] {"1", "2", "3"}) {
      writeForced(root.resolve("t"), text);
      Files.move(root.resolve("t"), root.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    }
    assertThat(outcomes("/a")).containsExactly("1", "2", "3", "absent");
  }

  @Test
  void replaceWithoutAtomicMove_notForced_targetMayBeGone() throws IOException {
    writeDurable(root.resolve("a"), "new");
    writeDurable(root.resolve("b"), "old");
    Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(outcomes("/b")).containsExactly("absent", "new", "old");
  }

  @Test
  void delete_notForced_fileMayComeBack() throws IOException {
    Path file = writeDurable(root.resolve("a"), "text");
    Files.delete(file);
    assertThat(outcomes("/a")).containsExactly("absent", "text");
    forceDirectory(root);
    assertThat(outcomes("/a")).containsExactly("absent");
  }

  @Test
  void link_directoryForced_bothNamesShareOneFile() throws IOException {
    Path file = writeDurable(root.resolve("a"), "text");
    Files.createLink(root.resolve("b"), file);
    assertThat(outcomes("/b")).containsExactly("absent", "text");
    forceDirectory(root);
    CrashFileSystem after = fs.afterCrash(1);
    assertThat(Files.isSameFile(after.getPath("/a"), after.getPath("/b"))).isTrue();
    assertThat(Files.getAttribute(after.getPath("/a"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void directoryRename_notForced_leavesItAtMostOnce() throws IOException {
    Path directory = Files.createDirectory(root.resolve("d"));
    writeDurable(directory.resolve("a"), "text");
    forceDirectory(root);
    Files.move(directory, root.resolve("e"), StandardCopyOption.ATOMIC_MOVE);
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      seen.add(new TreeSet<>(list(fs.crashImage(CrashPolicy.random(seed)).root())).toString());
    }
    assertThat(seen).containsExactly("[]", "[d]", "[e]");
  }

  @Test
  void overwrite_notForced_sectorsSurviveIndependently() throws IOException {
    Path file = writeDurable(root.resolve("a"), "o".repeat(1024));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(bytes("n".repeat(1024)));
      assertThat(outcomes("/a"))
          .containsExactly(
              "n".repeat(1024),
              "n".repeat(512) + "o".repeat(512),
              "o".repeat(512) + "n".repeat(512),
              "o".repeat(1024));
      channel.force(false);
    }
    assertThat(outcomes("/a")).containsExactly("n".repeat(1024));
  }

  @Test
  void append_notForced_anyLengthWrittenIsPossible() throws IOException {
    Path file = writeDurable(root.resolve("a"), "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      channel.write(bytes("12"));
      channel.write(bytes("34"));
    }
    assertThat(outcomes("/a")).containsExactly("", "\0\0", "\0\0\0\0", "12", "1234");
  }

  @Test
  void truncate_notForced_oldLengthMayReturnWithOldBytesOrZeros() throws IOException {
    Path file = writeDurable(root.resolve("a"), "12345678");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4);
      assertThat(outcomes("/a")).containsExactly("1234", "1234\0\0\0\0", "12345678");
      channel.force(false);
    }
    assertThat(outcomes("/a")).containsExactly("1234");
  }

  @Test
  void truncateThenExtend_forced_hasNoOldBytes() throws IOException {
    Path file = writeDurable(root.resolve("a"), "x".repeat(1500));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
      channel.write(bytes("y"), 1499);
      channel.force(false);
    }
    assertThat(outcomes("/a")).containsExactly("\0".repeat(1499) + "y");
  }

  @Test
  void attributes_onlyForceWithMetadataMakesThemDurable() throws IOException {
    Path file = writeDurable(root.resolve("a"), "text");
    Files.setAttribute(file, "user:k", bytes("v"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
      CrashFileSystem before = fs.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
      assertThat(Files.readAttributes(before.getPath("/a"), "user:*")).isEmpty();
      assertThat(permissions(before)).isEqualTo("rw-r--r--");
      channel.force(true);
    }
    CrashFileSystem after = fs.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED);
    assertThat(Files.readAttributes(after.getPath("/a"), "user:*")).containsOnlyKeys("k");
    assertThat(permissions(after)).isEqualTo("rw-------");
  }

  private static String permissions(CrashFileSystem fs) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(fs.getPath("/a")));
  }

  @Test
  void permissionsAtCreation_areNeverLostAlone() throws IOException {
    Path file = root.resolve("a");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    forceDirectory(root);
    assertThat(permissions(fs.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED))).isEqualTo("rw-------");
  }

  @Test
  void synchronousChannel_everyWriteIsDurable() throws IOException {
    Path file = writeDurable(root.resolve("a"), "");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    channel.write(bytes("text"));
    assertThat(leastOf("/a")).isEqualTo("text");
    channel.close();
  }

  @Test
  void close_aloneMakesNothingDurable() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    Files.writeString(file, "new");
    assertThat(leastOf("/a")).isEqualTo("old");
  }

  @Test
  void syncAll_makesEverythingDurable() throws IOException {
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/a"), "text");
    fs.syncAll();
    assertThat(outcomes("/d/a")).containsExactly("text");
  }
}
