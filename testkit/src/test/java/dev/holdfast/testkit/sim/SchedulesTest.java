// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  @Test
  void run_allSeedsPass_runsEachOfThem() {
    Set<Long> seeds = new HashSet<>();
    Schedules.seeds(40, 30).run(simulation -> seeds.add(simulation.seed()));
    assertThat(seeds).hasSize(30).contains(40L, 69L);
  }

  @Test
  void run_checkFails_namesTheSeed() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(
            () ->
                Schedules.seeds(40, 30)
                    .run(simulation -> assertThat(simulation.seed()).isLessThan(50)))
        .withMessageContaining("seed 0x32L")
        .withCauseInstanceOf(AssertionError.class)
        .satisfies(failure -> assertThat(failure.seed()).isEqualTo(50));
  }

  @Test
  void run_codeThatDrawsOnTheOutside_isNotRepeatable() {
    AtomicInteger outside = new AtomicInteger();
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(
            () ->
                Schedules.seeds(1, 1)
                    .run(
                        simulation -> {
                          String label = "step " + outside.incrementAndGet();
                          simulation.client("client", () -> simulation.step(label));
                          simulation.run();
                        }))
        .withMessageContainingAll("not repeatable", "step 1", "step 2");
  }

  @Test
  void with_settings_applyToEachSimulation() {
    Schedules.seeds(1, 5)
        .with(settings -> settings.longestStep(Duration.ZERO))
        .run(
            simulation -> {
              simulation.client("client", () -> simulation.step("free"));
              simulation.run();
              assertThat(simulation.elapsed()).isZero();
            });
  }
}
