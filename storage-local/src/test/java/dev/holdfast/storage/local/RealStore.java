// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left of writes in a store on the disk of this machine. */
final class RealStore {

  private RealStore() {}

  /** There is no stage, and nothing is open but the lock. */
  static void assertClean(Path root) throws IOException {
    assertThat(stages(root)).as("stages").isEmpty();
    assertThat(open(root)).as("open files").allMatch(path -> path.endsWith("lock"));
  }

  /** The writes that have begun and not ended. */
  static List<Path> stages(Path root) throws IOException {
    try (Stream<Path> stages = Files.list(root.resolve(Root.CONTROL).resolve("stage"))) {
      return stages.toList();
    }
  }

  /** What this process has open below a root, where the system tells. */
  static List<Path> open(Path root) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    Path real = root.toRealPath();
    List<Path> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path descriptor : all.toList()) {
        try {
          open.add(Files.readSymbolicLink(descriptor));
        } catch (IOException ignored) { // closed meanwhile
        }
      }
    }
    return open.stream().filter(path -> path.startsWith(real)).toList();
  }
}
