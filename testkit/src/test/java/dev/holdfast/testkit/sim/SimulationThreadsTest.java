// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationThreadsTest {

  @Test
  void close_afterSimulations_leavesNoThread() {
    Set<Thread> used = new HashSet<>();
    try (SimulationThreads threads = SimulationThreads.create()) {
      for (int i = 0; i < 20; i++) {
        try (Simulation simulation = Simulation.builder().seed(i).threads(threads).build()) {
          addClients(simulation, used);
          simulation.run();
        }
      }
      assertThat(used).hasSizeLessThanOrEqualTo(3).allMatch(Thread::isDaemon);
    }
    assertThat(used).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void close_simulationWithOwnThreadsThatDeadlocked_leavesNoThread() {
    Set<Thread> used = new HashSet<>();
    try (Simulation simulation = Simulation.seeded(1)) {
      addClients(simulation, used);
      simulation.client(
          "stuck", () -> simulation.environment().waits().await(Signal.never(), Deadline.never()));
      assertThatExceptionOfType(SimulationFailure.class).isThrownBy(simulation::run);
    }
    assertThat(used).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void close_poolBeforeSimulation_endsThreadsWhenTheSimulationCloses() throws Exception {
    Set<Thread> used = new HashSet<>();
    SimulationThreads threads = SimulationThreads.create();
    try (Simulation simulation = Simulation.builder().threads(threads).build()) {
      simulation.client(
          "stuck",
          () -> {
            used.add(Thread.currentThread());
            boolean held = simulation.environment().waits().await(Signal.never(), Deadline.never());
            assertThat(held).isFalse();
          });
      assertThatExceptionOfType(SimulationFailure.class).isThrownBy(simulation::run);
      threads.close();
    }
    for (Thread thread : used) {
      thread.join(5_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static void addClients(Simulation simulation, Set<Thread> used) {
    for (int c = 0; c < 3; c++) {
      simulation.client(
          "client-" + c,
          () -> {
            used.add(Thread.currentThread());
            simulation.step("a");
            simulation.step("b");
          });
    }
  }
}
