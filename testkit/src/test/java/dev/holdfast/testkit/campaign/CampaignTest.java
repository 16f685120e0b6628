// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CampaignTest {

  @Test
  void run_soundDomain_countsAllAndReportsInOneLine() {
    CampaignReport report = Campaign.of(7, 0, 20).run(Counting.sound());
    assertThat(report.violation()).isEmpty();
    assertThat(report.counts()).containsEntry("steps", 240L);
    assertThat(report.line())
        .isEqualTo(
            "campaign counting: runs=20 steps=240 sum=%d seed=7"
                .formatted(report.counts().getOrDefault("sum", -1L)));
    assertThat(report.json()).startsWith("{\"runs\": 20, \"steps\": 240").endsWith("\"seed\": 7}");
  }

  @Test
  void run_inSlices_isTheSameAsInOneGo() {
    Map<String, Long> whole = Campaign.of(7, 0, 20).run(Counting.sound()).counts();
    long first = Campaign.of(7, 0, 8).run(Counting.sound()).counts().getOrDefault("sum", 0L);
    long rest = Campaign.of(7, 8, 12).run(Counting.sound()).counts().getOrDefault("sum", 0L);
    assertThat(whole).containsEntry("sum", first + rest);
  }

  @Test
  void run_brokenDomain_stopsAndShrinksToWhatMatters() {
    CampaignReport report = Campaign.of(7, 0, 1_000).run(new Counting(3, 5));
    assertThat(report.runs()).isLessThan(1_000);
    String violation = report.violation().orElseThrow();
    assertThat(violation).contains("of seed 7").endsWith("3 met 5");
    assertThat(violation.lines()).as("a head, two steps and the rule").hasSize(4);
  }
}
