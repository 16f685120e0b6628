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
import java.util.Random;
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
    NameWindow window = DirectoryNames.read(directory, "", "", true, 7);
    while (true) {
      all.addAll(window.names());
      if (window.last()) {
        break;
      }
      assertThat(window.names()).hasSize(7);
      window = DirectoryNames.read(directory, "", all.get(all.size() - 1), false, 7);
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
    assertThat(names())
        .containsExactly(
            segments.get(1), segments.get(0), segments.get(2), segments.get(3), segments.get(4));
  }

  @Test
  void read_prefix_isWhatDecodingEveryNameGives() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Root root = new Root(directory);
    Files.createDirectory(directory);
    for (int i = 0; i < 400; i++) {
      Path file = root.file(StorageKey.of(RandomKeys.next(random)));
      Files.createDirectories(Root.parent(file));
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    }
    List<String> all = names();
    for (String name : all) {
      for (int end = 0; end <= name.length(); end++) {
        String prefix = name.substring(0, end).replace("/", "");
        assertThat(DirectoryNames.read(directory, prefix, prefix, true, NameWindow.LIMIT).names())
            .as("seed %d, prefix '%s'", seed, prefix)
            .isEqualTo(all.stream().filter(other -> other.startsWith(prefix)).toList());
      }
    }
  }

  @Test
  void visit_firstNameIsEnough_readsNoMore() throws IOException {
    Files.createDirectory(directory);
    for (int i = 0; i < 50; i++) {
      Files.createFile(directory.resolve("_k%02d".formatted(i)));
    }
    assertThat(DirectoryNames.visit(directory, "", name -> false)).isEqualTo(1);
    assertThat(DirectoryNames.visit(directory, "k4", name -> true)).isEqualTo(50);
  }

  @Test
  void read_namesThatNoSegmentHas_areNotShown() throws IOException {
    Files.createDirectory(directory);
    for (String name : List.of("_a%2fb", "_", "^", "_^", "%g1", "_%ff", "_%4", "x^", "_^1")) {
      Files.createFile(directory.resolve(name));
    }
    Path deep = directory;
    for (int i = 0; i < 3; i++) {
      deep = Files.createDirectory(deep.resolve("y".repeat(200) + "^"));
    }
    Files.createFile(deep.resolve("_z"));
    assertThat(names()).isEmpty();
  }

  @Test
  void read_absentDirectory_hasNoNames() throws IOException {
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws IOException {
    return DirectoryNames.read(directory, "", "", true, NameWindow.LIMIT).names();
  }
}
