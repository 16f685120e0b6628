// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A domain whose schedules are numbers, and in which a certain pair of numbers breaks a rule. */
final class Counting implements CampaignDomain<Integer> {

  private final int first;
  private final int second;
  private boolean closed;

  Counting(int first, int second) {
    this.first = first;
    this.second = second;
  }

  static Counting sound() {
    return new Counting(-1, -1);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<String> counters() {
    return List.of("steps", "sum");
  }

  @Override
  public List<Integer> plan(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, 12).map(i -> random.nextInt(10)).boxed().toList();
  }

  @Override
  public CampaignRun run(long seed, List<Integer> plan) {
    boolean broken = plan.contains(first) && plan.contains(second);
    return new CampaignRun(
        Map.of("steps", (long) plan.size(), "sum", plan.stream().mapToLong(i -> i).sum()),
        broken ? Optional.of(first + " met " + second) : Optional.empty());
  }

  @Override
  public void close() {
    closed = true;
  }
}
