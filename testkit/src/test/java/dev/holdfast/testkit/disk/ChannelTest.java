// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

final class ChannelTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();
  private final Path file = root.resolve("a");

  private static String text(ByteBuffer buffer) {
    return UTF_8.decode(buffer.flip()).toString();
  }

  @Test
  void scatterAndGather_goThroughTheBuffersInOrder() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer[] sources = {bytes("skip"), bytes("12"), bytes(""), bytes("345")};
      assertThat(channel.write(sources, 1, 3)).isEqualTo(5);
      channel.position(0);
      ByteBuffer[] targets = {ByteBuffer.allocate(3), ByteBuffer.allocate(9)};
      assertThat(channel.read(targets)).isEqualTo(5);
      assertThat(text(targets[0]) + "|" + text(targets[1])).isEqualTo("123|45");
      assertThat(channel.read(targets[1].clear())).isEqualTo(-1);
      assertThat(channel.read(ByteBuffer.allocate(2), 4)).isEqualTo(1);
      assertThat(channel.position()).isEqualTo(5);
    }
  }

  @Test
  void writeBeyondTheEnd_leavesZeros() throws IOException {
    try (FileChannel channel = FileChannel.open(file, Disks.NEW)) {
      channel.position(3).write(bytes("x"));
    }
    assertThat(read(fs, "/a")).isEqualTo("\0\0\0x");
  }

  @Test
  void hugePosition_isTooLarge() throws IOException {
    try (FileChannel channel = FileChannel.open(file, Disks.NEW)) {
      assertThatThrownBy(() -> channel.write(bytes("x"), 1L << 40)).hasMessage("File too large");
      assertThat(channel.size()).isZero();
    }
  }

  @Test
  void append_alwaysWritesAtTheEnd() throws IOException {
    Files.writeString(file, "1");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      Files.writeString(file, "23", StandardOpenOption.APPEND);
      channel.write(bytes("4"));
      channel.write(bytes("5"), 0);
    }
    assertThat(read(fs, "/a")).isEqualTo("12345");
  }

  @Test
  void transfer_movesBytesBetweenChannels() throws IOException {
    String text = "0123456789".repeat(20_000);
    Files.writeString(file, text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(root.resolve("b"), Disks.NEW)) {
      assertThat(from.transferTo(5, Long.MAX_VALUE, to)).isEqualTo(text.length() - 5);
      assertThat(from.transferTo(5, 10, Channels.newChannel(out))).isEqualTo(10);
      assertThat(from.transferTo(text.length(), 10, to)).isZero();
      byte[] more = "more".getBytes(UTF_8);
      assertThat(to.transferFrom(Channels.newChannel(new ByteArrayInputStream(more)), 2, 9))
          .isEqualTo(4);
    }
    assertThat(out.toString(UTF_8)).isEqualTo("5678901234");
    assertThat(read(fs, "/b")).isEqualTo("56more" + text.substring(11));
  }

  @Test
  void streams_readAndWrite() throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("text".getBytes(UTF_8));
    }
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(in.readAllBytes()).isEqualTo("text".getBytes(UTF_8));
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      assertThat(channel.size()).isEqualTo(4);
    }
    assertThat(Files.readAllLines(file)).containsExactly("text");
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void renameOver_openChannelKeepsTheOldFile() throws IOException {
    Files.writeString(file, "old");
    Path stage = Files.writeString(root.resolve("s"), "new");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Files.move(stage, file, StandardCopyOption.ATOMIC_MOVE);
      ByteBuffer target = ByteBuffer.allocate(9);
      channel.read(target);
      assertThat(text(target)).isEqualTo("old");
    }
    assertThat(read(fs, "/a")).isEqualTo("new");
  }

  @Test
  void directory_canBeOpenedForReadingAndForcedOnly() throws IOException {
    try (FileChannel channel = FileChannel.open(root, StandardOpenOption.READ)) {
      channel.force(true);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).hasMessage("Is a directory");
    }
    assertThat(fs.calls(CallKind.FORCE_DIRECTORY)).isEqualTo(1);
    assertThatThrownBy(() -> FileChannel.open(root, StandardOpenOption.WRITE))
        .hasMessageContaining("Is a directory");
  }

  @Test
  void map_isUnsupported() throws IOException {
    Files.writeString(file, "text");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThatThrownBy(() -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 4))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
