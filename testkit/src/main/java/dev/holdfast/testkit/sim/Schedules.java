// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs one scenario under many seeds.
 *
 * <pre>{@code
 * Schedules.seeds(1, 2_000).run(simulation -> {
 *   Counter counter = new Counter(simulation.environment());
 *   simulation.client("a", counter::add);
 *   simulation.client("b", counter::add);
 *   simulation.run();
 *   assertThat(counter.value()).isEqualTo(2);
 * });
 * }</pre>
 *
 * <p>The first seed and each hundredth run twice, and the two traces must agree: code that draws on
 * anything but the simulation is found that way. The system property {@code holdfast.seed}
 * (decimal, or hexadecimal with {@code 0x}) replaces all seeds by that one. Immutable and
 * thread-safe.
 */
public final class Schedules {

  private static final int REPLAYED = 100;

  private final long first;
  private final int count;
  private final Consumer<SimulationBuilder> settings;

  private Schedules(long first, int count, Consumer<SimulationBuilder> settings) {
    this.first = first;
    this.count = count;
    this.settings = settings;
  }

  /** The {@code count} seeds from {@code first} on. */
  public static Schedules seeds(long first, int count) {
    String only = System.getProperty("holdfast.seed");
    return only == null
        ? new Schedules(first, count, builder -> {})
        : new Schedules(parse(only), 1, builder -> {});
  }

  /** The same seeds with other settings; seed and threads that it sets are overruled. */
  public Schedules with(Consumer<SimulationBuilder> changes) {
    return new Schedules(first, count, changes);
  }

  /**
   * Runs the scenario under each seed.
   *
   * @throws SimulationFailure for the first seed that fails
   */
  public void run(SchedulePlan plan) {
    firstFailure(plan)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /** The failure of the first seed that fails; for tests that a fault is found. */
  public Optional<SimulationFailure> firstFailure(SchedulePlan plan) {
    try (SimulationThreads threads = SimulationThreads.create()) {
      for (int i = 0; i < count; i++) {
        List<TraceEvent> trace = runOnce(plan, first + i, threads);
        if (i % REPLAYED == 0) {
          compare(first + i, trace, runOnce(plan, first + i, threads));
        }
      }
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return Optional.of(failure);
    }
  }

  private List<TraceEvent> runOnce(SchedulePlan plan, long seed, SimulationThreads threads) {
    SimulationBuilder builder = Simulation.builder();
    settings.accept(builder);
    try (Simulation simulation = builder.seed(seed).threads(threads).build()) {
      try {
        plan.run(simulation);
      } catch (SimulationFailure failure) {
        throw failure;
      } catch (Exception | AssertionError thrown) {
        throw simulation.failure("the check failed: " + thrown, thrown);
      }
      return simulation.trace();
    }
  }

  private static void compare(long seed, List<TraceEvent> one, List<TraceEvent> two) {
    int same = 0;
    while (same < one.size() && same < two.size() && one.get(same).equals(two.get(same))) {
      same++;
    }
    if (same < one.size() || same < two.size()) {
      throw new SimulationFailure(
          seed,
          "seed 0x%xL is not repeatable, the traces part at step %d: [%s] and [%s]"
              .formatted(seed, same + 1, at(one, same), at(two, same)),
          null);
    }
  }

  private static String at(List<TraceEvent> trace, int index) {
    return index < trace.size() ? trace.get(index).toString() : "end";
  }

  private static long parse(String seed) {
    return seed.startsWith("0x")
        ? Long.parseUnsignedLong(seed.substring(2), 16)
        : Long.parseLong(seed);
  }
}
