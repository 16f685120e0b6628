// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class AttributesTest {
  private Instant now = Instant.parse("2021-02-03T04:05:06Z");
  private final CrashFileSystem fs = CrashFileSystem.builder().clock(() -> now).build();
  private final Path root = fs.root();

  private static UserDefinedFileAttributeView userView(Path path) {
    return Objects.requireNonNull(
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class));
  }

  @Test
  void times_comeFromTheClock() throws IOException {
    Path file = Files.writeString(root.resolve("a"), "1");
    Instant created = now;
    now = now.plusSeconds(5);
    Files.writeString(file, "2");
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    assertThat(attributes.creationTime().toInstant()).isEqualTo(created);
    assertThat(attributes.lastModifiedTime().toInstant()).isEqualTo(now);
    FileTime set = FileTime.from(created.minusSeconds(9));
    Files.setLastModifiedTime(file, set);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(set);
  }

  @Test
  void fileKey_isTheInodeNumber() throws IOException {
    Path file = Files.writeString(root.resolve("a"), "1");
    Files.createLink(root.resolve("b"), file);
    Files.writeString(root.resolve("c"), "1");
    assertThat(key("a")).isNotNull().isEqualTo(key("b")).isNotEqualTo(key("c"));
    Files.move(file, root.resolve("d"));
    assertThat(key("d")).isEqualTo(key("b"));
  }

  private Object key(String name) throws IOException {
    return Files.readAttributes(root.resolve(name), BasicFileAttributes.class).fileKey();
  }

  @Test
  void permissions_areSetAtCreationAndLater() throws IOException {
    Path directory = root.resolve("d");
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x-w--wx"));
    assertThat(Files.getAttribute(directory, "unix:mode")).isEqualTo(040523);
    assertThat(Files.isExecutable(directory)).isTrue();
    assertThat(Files.isExecutable(Files.createFile(root.resolve("f")))).isFalse();
  }

  @Test
  void creation_otherInitialAttribute_isUnsupported() {
    assertThatThrownBy(
            () -> Files.createFile(root.resolve("a"), new InitialAttribute("user:k", bytes("v"))))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Files.exists(root.resolve("a"))).isFalse();
  }

  private record InitialAttribute(String name, ByteBuffer value)
      implements java.nio.file.attribute.FileAttribute<ByteBuffer> {}

  @Test
  void owner_isLookedUpByName() throws IOException {
    Path file = Files.createFile(root.resolve("a"));
    UserPrincipal alice = fs.getUserPrincipalLookupService().lookupPrincipalByName("alice");
    Files.setOwner(file, alice);
    assertThat(Files.getOwner(file)).isEqualTo(alice).hasToString("alice");
  }

  @Test
  void userAttributes_readWriteListDelete() throws IOException {
    UserDefinedFileAttributeView view = userView(Files.createFile(root.resolve("a")));
    assertThat(view.list()).isEmpty();
    assertThat(view.write("k", bytes("value"))).isEqualTo(5);
    view.write("b", bytes(""));
    assertThat(view.list()).containsExactly("b", "k");
    assertThat(view.size("k")).isEqualTo(5);
    ByteBuffer read = ByteBuffer.allocate(9);
    assertThat(view.read("k", read)).isEqualTo(5);
    assertThat(new String(read.array(), 0, 5, UTF_8)).isEqualTo("value");
    assertThatThrownBy(() -> view.read("k", ByteBuffer.allocate(4)))
        .isInstanceOf(FileSystemException.class);
    view.delete("b");
    assertThatThrownBy(() -> view.delete("b")).hasMessageContaining("No data available");
    assertThatThrownBy(() -> view.size("b")).hasMessageContaining("No data available");
    assertThat(view.list()).containsExactly("k");
  }

  @Test
  void userAttributes_beyondLimit_noSpace() throws IOException {
    UserDefinedFileAttributeView view = userView(Files.createFile(root.resolve("a")));
    view.write("12345", bytes("x".repeat(3_990)));
    ByteBuffer more = bytes("12345");
    assertThatThrownBy(() -> view.write("k", more))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
    assertThat(view.list()).containsExactly("12345");
    view.write("k", bytes("1234"));
    view.write("12345", bytes("smaller"));
    assertThat(view.size("12345")).isEqualTo(7);
    assertThatThrownBy(() -> view.write("n".repeat(251), bytes("")))
        .hasMessageContaining("too big");
  }

  @Test
  void userAttributes_switchedOff_areUnsupportedEverywhere() throws IOException {
    CrashFileSystem without = CrashFileSystem.builder().userAttributes(false).build();
    Path file = Files.createFile(without.root().resolve("a"));
    assertThat(Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)).isNull();
    assertThat(Files.getFileStore(file).supportsFileAttributeView("user")).isFalse();
    assertThat(
            Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class))
        .isFalse();
    assertThat(without.supportedFileAttributeViews()).doesNotContain("user").contains("posix");
    assertThatThrownBy(() -> Files.setAttribute(file, "user:k", bytes("v")))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void fileStore_tellsWhatItSupports() throws IOException {
    var store = Files.getFileStore(root);
    assertThat(store.supportsFileAttributeView(BasicFileAttributeView.class)).isTrue();
    assertThat(store.supportsFileAttributeView(PosixFileAttributeView.class)).isTrue();
    assertThat(store.supportsFileAttributeView(UserDefinedFileAttributeView.class)).isTrue();
    assertThat(store.supportsFileAttributeView(DosFileAttributeView.class)).isFalse();
    assertThat(store.supportsFileAttributeView("dos")).isFalse();
    assertThat(store.getUsableSpace()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void views_thatDoNotExist_areNullOrUnsupported() throws IOException {
    Path file = Files.createFile(root.resolve("a"));
    assertThat(Files.getFileAttributeView(file, DosFileAttributeView.class)).isNull();
    assertThat(Files.getFileAttributeView(file, FileOwnerAttributeView.class)).isNotNull();
    assertThatThrownBy(() -> Files.readAttributes(file, DosFileAttributes.class))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.getAttribute(file, "dos:hidden"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.getAttribute(file, "basic:nothing"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noFollowLinks_looksAtTheLink() throws IOException {
    Files.writeString(root.resolve("a"), "text");
    Path link = Files.createSymbolicLink(root.resolve("l"), fs.getPath("a"));
    Path dangling = Files.createSymbolicLink(root.resolve("m"), fs.getPath("/none"));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.isRegularFile(link)).isTrue();
    assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(dangling)).isFalse();
    assertThat(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(link.toRealPath()).isEqualTo(root.resolve("a"));
    assertThat(link.toRealPath(LinkOption.NOFOLLOW_LINKS)).isEqualTo(link);
  }
}
