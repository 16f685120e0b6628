// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start as a whole: everything holds, and it notices when something does not. */
final class QuickstartTest {

  @TempDir private Path temporary;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private Path dir;
  private Path root;

  QuickstartTest() {
    dir = Path.of("");
    root = Path.of("");
  }

  @BeforeEach
  void writeFiles() throws IOException {
    dir = Files.createDirectories(temporary.resolve("dir"));
    root = temporary.resolve("root");
    Files.writeString(dir.resolve("README.md"), "read me");
    Files.write(Files.createDirectories(dir.resolve("a/b")).resolve("c.bin"), new byte[100_000]);
    Files.createFile(dir.resolve("empty"));
    Files.createFile(Files.createDirectories(dir.resolve("target")).resolve("made"));
    Files.createFile(dir.resolve("~begins-like-a-home"));
  }

  @Test
  void run_onAnyDirectory_provesEveryPromiseAndCleansUp() {
    int exit = run(Quickstart.SCENARIOS);
    assertThat(text()).doesNotContain("FAILED:").contains("3 files", "1 left out", "3 of 3");
    assertThat(exit).isZero();
    assertThat(root).doesNotExist();
    assertThat(dir.resolve("a/b/c.bin")).hasSize(100_000);
  }

  @Test
  void run_withAByteFlippedOnDisk_failsAndSaysWhere() {
    int exit = run(List.of(new StoreFiles(), new FlipAByte(), new ReadBack()));
    assertThat(text()).contains("FAILED:", "'README.md'", "2 of 3");
    assertThat(exit).isEqualTo(1);
    assertThat(root).doesNotExist();
  }

  @Test
  void run_whenAScenarioThrows_failsAndGoesOn() {
    int exit = run(List.of(new Throwing(), new StoreFiles()));
    assertThat(text()).contains("FAILED: java.io.IOException: on purpose", "3 files");
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void run_inARootWithFiles_leavesThemAlone() throws IOException {
    Path precious = Files.createDirectories(root).resolve("precious");
    Files.writeString(precious, "mine");
    assertThat(run(Quickstart.SCENARIOS)).isEqualTo(1);
    assertThat(precious).hasContent("mine");
    assertThat(root).isDirectoryContaining(precious::equals);
  }

  @Test
  void run_inAnEmptyRoot_keepsTheRootAlone() throws IOException {
    Files.createDirectories(root);
    assertThat(run(List.of(new StoreFiles()))).isZero();
    assertThat(root).isEmptyDirectory();
  }

  private int run(List<Scenario> scenarios) {
    Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), false);
    return Quickstart.run(new Settings(dir, Optional.of(root)), screen, scenarios);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  /** Does what a bad disk does: one byte of one stored file is another. */
  private static final class FlipAByte implements Scenario {

    @Override
    public String title() {
      return "Flip a byte";
    }

    @Override
    public void run(Tour tour) throws IOException {
      Path file = tour.folder("files").resolve("_^r^e^a^d^m^e.md");
      byte[] bytes = Files.readAllBytes(file);
      bytes[0] ^= 1;
      Files.write(file, bytes);
    }
  }

  private static final class Throwing implements Scenario {

    @Override
    public String title() {
      return "Throw";
    }

    @Override
    public void run(Tour tour) throws IOException {
      throw new IOException("on purpose");
    }
  }
}
