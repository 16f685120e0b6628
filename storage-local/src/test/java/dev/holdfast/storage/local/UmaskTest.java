// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store makes in a process whose umask takes nothing away. */
final class UmaskTest {

  @TempDir private Path directory;

  @Test
  void S13_umaskOfNothing_filesAndDirectoriesAreTheOwnersAlone() throws Exception {
    Path root = directory.resolve("made").resolve("root");
    List<String> commands = List.of(root.toString(), "open", "put a/b 3", "stage a/c 3", "wait");
    try (ChildProcess child =
        ChildProcess.start(
            Surroundings.shell("umask 000"), ChildScript.class, commands.toArray(String[]::new))) {
      for (int line = 1; line < 4; line++) {
        assertThat(child.line()).endsWith("done");
      }
      try (Stream<Path> all = Files.walk(root.getParent())) {
        List<Path> paths = all.toList();
        assertThat(paths)
            .anyMatch(path -> Root.parent(path).endsWith("stage"))
            .hasSizeGreaterThan(7);
        assertThat(paths)
            .allSatisfy(
                path ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
    }
  }
}
