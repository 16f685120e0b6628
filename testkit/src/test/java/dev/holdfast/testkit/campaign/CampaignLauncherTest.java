// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CampaignLauncherTest {

  private static final SeededBug BUG =
      new SeededBug("off-by-one", "counts one too many", "a.B", "x", "y");

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void run_soundDomain_printsLineAndClosesDomain() throws IOException {
    Counting domain = Counting.sound();
    assertThat(launch(domain, "--runs", "5", "--from", "2", "--seed", "9")).isZero();
    assertThat(printed()).startsWith("campaign counting: runs=5 ").endsWith("seed=9\n");
    assertThat(domain.closed()).isTrue();
  }

  @Test
  void run_violation_printsScheduleAndExitsWithOne() throws IOException {
    assertThat(launch(new Counting(1, 2), "--seed", "9")).isEqualTo(1);
    assertThat(printed()).contains("1 met 2\n").contains("campaign counting: runs=");
  }

  @Test
  void run_listBugs_printsNames() throws IOException {
    assertThat(launch(Counting.sound(), "--list-bugs")).isZero();
    assertThat(printed()).isEqualTo("off-by-one\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--runs", "--runs x", "--bug nobody", "--unknown"})
  void run_wrongCommandLine_exitsWithTwo(String line) throws IOException {
    assertThat(launch(Counting.sound(), line.split(" ", -1))).isEqualTo(2);
    assertThat(printed()).hasLineCount(1);
  }

  @Test
  void run_withResults_appendsOneObjectALine() throws IOException {
    Path results = directory.resolve("results.json");
    for (int i = 0; i < 2; i++) {
      assertThat(launch(Counting.sound(), "--runs", "3", "--results", results.toString())).isZero();
    }
    List<String> lines = Files.readAllLines(results);
    assertThat(lines).hasSize(4).startsWith("[").endsWith("]");
    assertThat(lines.get(1)).startsWith("  {\"runs\": 3").endsWith("},");
    assertThat(lines.get(2)).endsWith("}");
  }

  private int launch(Counting domain, String... arguments) throws IOException {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new CampaignLauncher(List.of(BUG), directory, new Random(1), stream)
        .run(arguments, loader -> domain);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
