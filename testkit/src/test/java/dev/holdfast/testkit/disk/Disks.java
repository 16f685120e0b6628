// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Short forms of calls that many tests make. */
final class Disks {
  static final OpenOption[] NEW = {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
  static final OpenOption[] UPDATE = {StandardOpenOption.WRITE};

  private Disks() {}

  static CrashFileSystem empty() {
    return CrashFileSystem.builder().build();
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  /** Writes a file and forces it, but not its name. */
  static Path writeForced(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, NEW)) {
      channel.write(bytes(text));
      channel.force(true);
    }
    return file;
  }

  /** Writes a file and forces it and its name. */
  static Path writeDurable(Path file, String text) throws IOException {
    writeForced(file, text);
    forceDirectory(file.resolveSibling(""));
    return file;
  }

  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The text of a file, or "absent". */
  static String read(CrashFileSystem fs, String path) throws IOException {
    Path file = fs.getPath(path);
    return Files.exists(file) ? Files.readString(file) : "absent";
  }

  static List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    return names;
  }
}
