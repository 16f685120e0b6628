// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeterminismTest {
  /** The trace of a random program with random failures, and what crashes leave of it. */
  private static List<String> trace(long seed) throws IOException {
    List<String> trace = new ArrayList<>();
    CrashFileSystem fs = CrashFileSystem.builder().seed(seed).build();
    fs.onCall(call -> trace.add(call.toString()));
    fs.failures().failFrom(100, call -> call.number() % 7 == 0, Fault.EIO);
    try {
      trace.addAll(new DifferentialProgram(fs.root(), seed, true).run(120));
    } catch (IOException e) {
      trace.add(e.toString());
    }
    trace.add(fs.dump());
    trace.add(fs.crashImage(CrashPolicy.random(seed)).dump());
    trace.add(fs.crashImage(CrashPolicy.tear(seed)).dump());
    trace.add(fs.crashImage(CrashPolicy.KEEP_ALL).dump());
    trace.add(fs.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED).dump());
    return trace;
  }

  @Test
  void sameSeedAndCalls_giveTheSameTraceByteForByte() throws IOException {
    for (long seed = 0; seed < 40; seed++) {
      assertThat(trace(seed)).as("seed %d", seed).isEqualTo(trace(seed));
    }
  }

  @Test
  void keepAll_looksTheSameAsBefore() throws IOException {
    for (long seed = 0; seed < 40; seed++) {
      CrashFileSystem fs = Disks.empty();
      new DifferentialProgram(fs.root(), seed, true).run(120);
      assertThat(fs.crashImage(CrashPolicy.KEEP_ALL).dump()).isEqualTo(fs.dump());
      assertThat(fs.afterCrash(CrashPolicy.KEEP_ALL).usedBytes()).isEqualTo(fs.usedBytes());
    }
  }

  /** A sanity check that thousands of schedules fit into a test; it measures nothing. */
  @Test
  void manyShortSchedules_run() throws IOException {
    for (long seed = 0; seed < 1_000; seed++) {
      CrashFileSystem fs = CrashFileSystem.builder().seed(seed).build();
      for (int i = 0; i < 10; i++) {
        Disks.writeDurable(fs.root().resolve("f" + i), "text");
      }
      assertThat(Disks.list(fs.afterCrash(seed).root())).hasSize(10);
    }
  }
}
