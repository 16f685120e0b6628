// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import dev.holdfast.testkit.history.Shrinker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Many schedules of one domain, from one seed. The n-th schedule depends on the seed and on n
 * alone, so that a campaign can be run in slices. Immutable; a run is one thread's.
 */
public final class Campaign {

  private static final int SHRINK_TRIALS = 400;

  private final long seed;
  private final long from;
  private final long runs;

  private Campaign(long seed, long from, long runs) {
    this.seed = seed;
    this.from = from;
    this.runs = runs;
  }

  /**
   * A campaign.
   *
   * @param seed seed of the whole
   * @param from number of the first schedule, zero or more
   * @param runs how many schedules
   */
  public static Campaign of(long seed, long from, long runs) {
    return new Campaign(seed, from, runs);
  }

  /** Runs until the end or the first violation. */
  public <S> CampaignReport run(CampaignDomain<S> domain) {
    Map<String, Long> counts = new LinkedHashMap<>();
    domain.counters().forEach(name -> counts.put(name, 0L));
    for (long n = from; n < from + runs; n++) {
      long scheduleSeed = scheduleSeed(n);
      List<S> plan = domain.plan(scheduleSeed);
      CampaignRun run = domain.run(scheduleSeed, plan);
      run.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
      if (run.violation().isPresent()) {
        return new CampaignReport(
            domain.name(), n - from + 1, counts, seed, Optional.of(shrunk(domain, n, plan)));
      }
    }
    return new CampaignReport(domain.name(), runs, counts, seed, Optional.empty());
  }

  private <S> String shrunk(CampaignDomain<S> domain, long number, List<S> plan) {
    long scheduleSeed = scheduleSeed(number);
    List<S> steps =
        Shrinker.<S>of(SHRINK_TRIALS)
            .shrink(plan, part -> domain.run(scheduleSeed, part).violation().isPresent())
            .steps();
    StringBuilder text = new StringBuilder();
    text.append("schedule ").append(number).append(" of seed ").append(seed).append(":\n");
    steps.forEach(step -> text.append("  ").append(step).append('\n'));
    return text.append(domain.run(scheduleSeed, steps).violation().orElse("")).toString();
  }

  private long scheduleSeed(long number) {
    return new SplittableRandom(seed + number * 0x9e3779b97f4a7c15L).nextLong();
  }
}
