// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Waits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationInterruptTest {

  @Test
  void interrupt_waitingClient_endsTheWaitAtOnce() {
    Schedules.seeds(1, 100)
        .run(
            simulation -> {
              AtomicInteger interrupted = new AtomicInteger();
              Waits waits = simulation.environment().waits();
              SimulatedClient victim =
                  simulation.client(
                      "victim",
                      () -> {
                        assertThatThrownBy(() -> waits.await(Signal.never(), Deadline.never()))
                            .isInstanceOf(InterruptedException.class);
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                        interrupted.incrementAndGet();
                      });
              simulation.client("nemesis", () -> simulation.interrupt(victim));
              simulation.run();
              assertThat(interrupted).hasValue(1);
              assertThat(simulation.elapsed()).isLessThan(Duration.ofSeconds(1));
            });
  }

  @Test
  void interrupt_clientBetweenWaits_showsAsFlagAfterAStepAndThrowsAtTheNextWait() {
    try (Simulation simulation = Simulation.seeded(1)) {
      Environment environment = simulation.environment();
      SimulatedClient victim =
          simulation.client(
              "victim",
              () -> {
                simulation.step("one");
                simulation.step("two");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                simulation.step("three");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                assertThatThrownBy(
                        () -> environment.waits().pause(Duration.ofDays(1), environment.ticker()))
                    .isInstanceOf(InterruptedException.class);
                environment.waits().pause(Duration.ofSeconds(1), environment.ticker());
              });
      simulation.client("bystander", () -> simulation.step("other"));
      simulation.interrupt(victim);
      simulation.run();
      assertThat(simulation.elapsed()).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void interrupt_flagLeftSet_doesNotReachTheNextThreadOfThePool() {
    try (SimulationThreads threads = SimulationThreads.create()) {
      for (int i = 0; i < 10; i++) {
        try (Simulation simulation = Simulation.builder().seed(i).threads(threads).build()) {
          simulation.client(
              "checks",
              () -> {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                Thread.currentThread().interrupt();
              });
          simulation.run();
        }
      }
    }
  }

  @Test
  void interrupt_clientOfAnotherSimulation_isRefused() {
    try (Simulation simulation = Simulation.seeded(1);
        Simulation other = Simulation.seeded(2)) {
      SimulatedClient foreign = other.client("foreign", () -> {});
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> simulation.interrupt(foreign))
          .withMessageContaining("foreign");
    }
  }
}
