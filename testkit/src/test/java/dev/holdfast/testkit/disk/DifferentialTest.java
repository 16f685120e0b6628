// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same random programs give the same results here and on the file system of the machine. */
final class DifferentialTest {
  private static final int PROGRAMS = 60;
  private static final int STEPS = 150;

  @TempDir Path temporary;

  @Test
  void randomProgram_onBothFileSystems_givesTheSameResults() throws IOException {
    assumeTrue(System.getProperty("os.name", "").equals("Linux"), "compares with Linux");
    boolean user =
        Files.getFileStore(temporary).supportsFileAttributeView(UserDefinedFileAttributeView.class);
    long base = Long.getLong("holdfast.seed", 20_240_601L);
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = base + i;
      Path real = Files.createDirectory(temporary.toRealPath().resolve("w" + i));
      Path crash = Files.createDirectory(CrashFileSystem.builder().build().getPath("/w"));
      List<String> expected = new DifferentialProgram(real, seed, user).run(STEPS);
      List<String> actual = new DifferentialProgram(crash, seed, user).run(STEPS);
      assertThat(comparable(actual)).as("seed %d", seed).isEqualTo(comparable(expected));
    }
  }

  /**
   * JDK 17 reports a path that leads through a file as "Not a directory"; later ones report most of
   * them as a missing file.
   */
  static List<String> comparable(List<String> lines) {
    if (Runtime.version().feature() == 17) {
      return lines;
    }
    return lines.stream().map(DifferentialTest::withoutCause).toList();
  }

  private static String withoutCause(String line) {
    boolean missing =
        line.contains("NoSuchFileException")
            || line.contains("FileSystemException Not a directory");
    return missing ? line.substring(0, line.indexOf("java.nio")) + "missing" : line;
  }
}
