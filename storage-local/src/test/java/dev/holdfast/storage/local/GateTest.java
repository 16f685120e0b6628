// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.testkit.sim.Schedules;
import dev.holdfast.testkit.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let in, and when a root may go to another owner. */
final class GateTest {

  private static final Duration WAIT = Duration.ofSeconds(5);

  @Test
  void close_someAreInside_waitsForAllOfThem() {
    Schedules.seeds(1, 200)
        .run(
            simulation -> {
              Gate gate = gate(simulation);
              List<String> left = new ArrayList<>();
              for (String name : new String[] {"a", "b", "c"}) {
                assertThat(gate.enter()).isTrue();
                simulation.client(
                    name,
                    () -> {
                      pause(simulation, Duration.ofSeconds(1));
                      left.add(name);
                      gate.leave();
                    });
              }
              simulation.client(
                  "closing",
                  () -> {
                    assertThat(gate.close(() -> left.add("late"), deadline(simulation))).isTrue();
                    assertThat(left).containsExactlyInAnyOrder("a", "b", "c");
                    assertThat(gate.enter()).isFalse();
                    assertThat(gate.closed()).isTrue();
                  });
              simulation.run();
              assertThat(left).doesNotContain("late");
            });
  }

  @Test
  void close_oneStaysTooLong_leavesTheDutyToIt() {
    Schedules.seeds(1, 200)
        .run(
            simulation -> {
              Gate gate = gate(simulation);
              List<String> done = new ArrayList<>();
              assertThat(gate.enter()).isTrue();
              assertThat(gate.enter()).isTrue();
              simulation.client(
                  "closing",
                  () -> {
                    assertThat(gate.close(() -> done.add("duty"), deadline(simulation))).isFalse();
                    done.add("closed");
                  });
              simulation.client(
                  "hung",
                  () -> {
                    pause(simulation, WAIT.multipliedBy(2));
                    gate.leave();
                    done.add("first");
                    gate.leave();
                  });
              simulation.run();
              assertThat(done).containsExactly("closed", "first", "duty");
            });
  }

  @Test
  void close_interrupted_waitsOnAndKeepsTheFlag() {
    Schedules.seeds(1, 100)
        .run(
            simulation -> {
              Gate gate = gate(simulation);
              assertThat(gate.enter()).isTrue();
              var closing =
                  simulation.client(
                      "closing",
                      () -> {
                        assertThat(gate.close(() -> {}, deadline(simulation))).isTrue();
                        assertThat(Thread.interrupted()).isTrue();
                      });
              simulation.client(
                  "inside",
                  () -> {
                    simulation.interrupt(closing);
                    pause(simulation, Duration.ofSeconds(1));
                    gate.leave();
                  });
              simulation.run();
            });
  }

  private static Gate gate(Simulation simulation) {
    return new Gate(simulation.environment().waits());
  }

  private static Deadline deadline(Simulation simulation) {
    return Deadline.after(WAIT, simulation.environment().ticker());
  }

  private static void pause(Simulation simulation, Duration duration) throws InterruptedException {
    simulation.environment().waits().pause(duration, simulation.environment().ticker());
  }
}
