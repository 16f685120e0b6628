// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.testkit.campaign.CampaignDomain;
import dev.holdfast.testkit.campaign.CampaignRun;
import dev.holdfast.testkit.sim.SimulationThreads;
import java.util.List;

/**
 * The local store under crashes and disk faults, against reference model M1: what was acknowledged
 * is there, what was refused is not, and what is read was written whole.
 */
public final class LocalCampaign implements CampaignDomain<LocalStep> {

  private final SimulationThreads threads = SimulationThreads.create();

  /** For the launcher, which makes it by reflection. */
  public LocalCampaign() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<String> counters() {
    return LocalRun.COUNTERS;
  }

  @Override
  public List<LocalStep> plan(long seed) {
    return LocalPlan.of(seed);
  }

  @Override
  public CampaignRun run(long seed, List<LocalStep> plan) {
    return new LocalRun(seed, plan, threads).run();
  }

  @Override
  public void close() {
    threads.close();
  }
}
