// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameOptionsTest {
  private static void assertInvalid(CrashFileSystem fs, String path) {
    assertThatThrownBy(() -> fs.getPath(path)).isInstanceOf(InvalidPathException.class);
    assertThatThrownBy(() -> fs.root().resolve(path)).isInstanceOf(InvalidPathException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\ud800", "\udc00x", "a\ud83d"})
  void invalidEverywhere(String name) {
    assertInvalid(Disks.empty(), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CON", "con", "aux.txt", "NUL.tar.gz", "COM1", "lpt9.x", "a.", "a ", "x/..."})
  void windowsNames_refusesReservedNames(String name) {
    assertInvalid(CrashFileSystem.builder().windowsNames(true).build(), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a<b", "a>b", "a:b", "a\"b", "a|b", "a?b", "a*b", "a\\b", "a\nb", "\u001f"})
  void windowsNames_refusesReservedCharacters(String name) {
    assertInvalid(CrashFileSystem.builder().windowsNames(true).build(), name);
    assertThat(Disks.empty().getPath(name).toString()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "CONSOLE", "aux1", "COM0", "COM10", ".a", "../a/.", "a b"})
  void windowsNames_acceptsOthers(String name) {
    CrashFileSystem fs = CrashFileSystem.builder().windowsNames(true).build();
    assertThat(fs.getPath(name).toString()).isEqualTo(name);
  }

  @Test
  void asciiOnly_refusesOtherCharacters() {
    CrashFileSystem fs = CrashFileSystem.builder().asciiOnly(true).build();
    assertInvalid(fs, "ä");
    assertInvalid(fs, "d/日本");
    assertThat(fs.getPath("a~\u007f").toString()).isEqualTo("a~\u007f");
  }

  @Test
  void anyString_isAName() throws IOException {
    CrashFileSystem fs = Disks.empty();
    for (String name : new String[] {"ä", "a\u0308", "日本", "😀", "a\nb", " ", "~", "%2e"}) {
      Files.writeString(fs.root().resolve(name), name);
      assertThat(Files.readString(fs.root().resolve(name))).isEqualTo(name);
    }
    assertThat(Disks.list(fs.root())).hasSize(8);
  }

  @Test
  void nameLimit_is255Bytes() throws IOException {
    Path root = Disks.empty().root();
    Files.createFile(root.resolve("x".repeat(255)));
    Files.createFile(root.resolve("ä".repeat(127)));
    for (String name : new String[] {"x".repeat(256), "ä".repeat(128), "日".repeat(86)}) {
      assertThatThrownBy(() -> Files.createFile(root.resolve(name)))
          .isExactlyInstanceOf(FileSystemException.class)
          .hasMessageContaining("File name too long");
      assertThat(Files.exists(root.resolve(name))).isFalse();
    }
  }

  @Test
  void pathLimit_is4096BytesWithTerminator() throws IOException {
    CrashFileSystem fs = Disks.empty();
    Path fits = fs.getPath("/" + "./".repeat(2047));
    assertThat(fits.toString()).hasSize(4094);
    assertThat(Files.isDirectory(fits)).isTrue();
    Path tooLong = fs.getPath("/" + "./".repeat(2048));
    assertThatThrownBy(() -> Files.size(tooLong)).hasMessageContaining("File name too long");
  }

  @Test
  void caseInsensitive_findsAndKeepsTheCaseOfCreation() throws IOException {
    CrashFileSystem fs = CrashFileSystem.builder().caseInsensitive(true).build();
    Path root = fs.root();
    Files.createDirectory(root.resolve("Dir"));
    Files.writeString(root.resolve("Dir/ReadMe"), "text");
    assertThat(Files.readString(root.resolve("DIR/README"))).isEqualTo("text");
    assertThat(root.resolve("dir/readme").toRealPath()).isEqualTo(root.resolve("Dir/ReadMe"));
    assertThat(Disks.list(root.resolve("dir"))).containsExactly("ReadMe");
    assertThat(Files.isSameFile(root.resolve("dir/readme"), root.resolve("Dir/ReadMe"))).isTrue();
    assertThatThrownBy(() -> Files.createFile(root.resolve("dir/README")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void caseInsensitive_renameMayChangeOnlyTheCase() throws IOException {
    CrashFileSystem fs = CrashFileSystem.builder().caseInsensitive(true).build();
    Path root = fs.root();
    Disks.writeDurable(root.resolve("a"), "text");
    Files.move(root.resolve("a"), root.resolve("A"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(Disks.list(root)).containsExactly("A");
    assertThat(Files.getAttribute(root.resolve("a"), "unix:nlink")).isEqualTo(1);
    assertThat(Disks.list(fs.crashImage(CrashPolicy.LOSE_ALL_UNFORCED).root()))
        .containsExactly("a");
    Disks.forceDirectory(root);
    assertThat(Disks.list(fs.afterCrash(3).root())).containsExactly("A");
  }

  @Test
  void caseSensitive_isTheDefault() throws IOException {
    Path root = Disks.empty().root();
    Files.createFile(root.resolve("a"));
    Files.createFile(root.resolve("A"));
    assertThat(Disks.list(root)).containsExactlyInAnyOrder("a", "A");
  }

  @Test
  void builder_negativeCapacity_isRefused() {
    assertThatThrownBy(() -> CrashFileSystem.builder().capacityBytes(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacityBytes");
  }
}
