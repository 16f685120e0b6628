// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageKey;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of a directory in key order, a window at a time. */
final class DirectoryNamesTest {

  private final Path directory = CrashFileSystem.builder().seed(3).build().root().resolve("d");

  @Test
  void read_moreNamesThanTheWindow_givesAllWindowAfterWindow() throws IOException {
    Files.createDirectory(directory);
    for (int i = 0; i < 50; i++) {
      Files.createFile(directory.resolve("_k%02d".formatted(i)));
    }
    List<String> all = new ArrayList<>();
    DirectoryNames.Window window = DirectoryNames.read(directory, "", true, 7);
    while (true) {
      window.names().forEach(name -> all.add(name.text()));
      if (window.last()) {
        break;
      }
      assertThat(window.names()).hasSize(7);
      window = DirectoryNames.read(directory, all.get(all.size() - 1), false, 7);
    }
    assertThat(all).hasSize(50).isSorted();
  }

  @Test
  void read_longNames_countWhereTheyBegin() throws IOException {
    Root root = new Root(directory);
    Files.createDirectory(directory);
    List<String> segments =
        List.of(
            "A".repeat(120) + "b", "A".repeat(250), "A".repeat(119) + "z", "a", "É".repeat(120));
    for (String segment : segments) {
      Path file = root.file(StorageKey.of(segment));
      Files.createDirectories(Root.parent(file));
      Files.createFile(file);
    }
    List<String> read =
        DirectoryNames.read(directory, "", true).names().stream()
            .map(DirectoryNames.Name::text)
            .toList();
    assertThat(read)
        .containsExactly(
            segments.get(1), segments.get(0), segments.get(2), segments.get(3), segments.get(4));
  }

  @Test
  void read_foreignNames_areNotShown() throws IOException {
    Files.createDirectory(directory);
    for (String name : List.of("README", "_%41", "_x.", "con", ".hidden", "_", "^", "_^", "%g1")) {
      Files.createFile(directory.resolve(name));
    }
    assertThat(DirectoryNames.read(directory, "", true).names()).isEmpty();
  }

  @Test
  void read_absentDirectory_hasNoNames() throws IOException {
    assertThat(DirectoryNames.read(directory, "", true).names()).isEmpty();
  }
}
