// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.campaign.Campaign;
import dev.holdfast.testkit.campaign.CampaignDomain;
import dev.holdfast.testkit.campaign.CampaignReport;
import dev.holdfast.testkit.campaign.CampaignRun;
import dev.holdfast.testkit.campaign.MutantLoader;
import dev.holdfast.testkit.campaign.SeededBug;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Property P1: the local store against reference model M1, and what the campaign can find. */
final class LocalCampaignTest {

  private static final long RUNS = 3_000;
  private static final long BUG_RUNS = 200_000;

  @Test
  void P1_crashesAndFaults_breakNoRule() {
    long seed = new SecureRandom().nextLong();
    try (LocalCampaign domain = new LocalCampaign()) {
      CampaignReport report = Campaign.of(seed, 0, RUNS).run(domain);
      System.out.println(report.line());
      assertThat(report.violation()).as(report.line()).isEmpty();
      assertThat(report.counts().get("crashes")).as(report.line()).isGreaterThan(RUNS);
      assertThat(report.counts().get("acknowledged")).as(report.line()).isGreaterThan(RUNS);
    }
  }

  @Test
  void run_sameSeedTwice_givesTheSameRun() {
    long seed = new SecureRandom().nextLong();
    try (LocalCampaign domain = new LocalCampaign()) {
      List<LocalStep> plan = domain.plan(seed);
      CampaignRun first = domain.run(seed, plan);
      assertThat(domain.run(seed, plan)).as("seed %d", seed).isEqualTo(first);
      assertThat(domain.plan(seed)).isEqualTo(plan);
    }
  }

  static List<SeededBug> bugs() {
    return LocalBugs.ALL;
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void campaign_withSeededBug_findsIt(SeededBug bug) throws Exception {
    long seed = new SecureRandom().nextLong();
    try (MutantLoader loader = MutantLoader.of(bug, LocalCampaignMain.SOURCES);
        CampaignDomain<?> domain = LocalCampaignMain.domain(loader)) {
      CampaignReport report = Campaign.of(seed, 0, BUG_RUNS).run(domain);
      assertThat(report.violation()).as("%s: %s", bug.name(), report.line()).isPresent();
    }
  }
}
