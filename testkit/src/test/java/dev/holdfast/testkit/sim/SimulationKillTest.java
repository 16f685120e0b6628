// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationKillTest {

  @Test
  void kill_atEveryStep_noEffectOfTheDeadProcessFollows() {
    for (int crash = 1; crash <= 30; crash++) {
      List<String> disk = new ArrayList<>();
      int at = crash;
      try (Simulation simulation = Simulation.seeded(crash)) {
        for (String name : List.of("a", "b")) {
          simulation.client(name, () -> writeAndTidyUp(simulation, name, disk));
        }
        simulation.atStep(
            at,
            () -> {
              simulation.crash();
              disk.add("crash");
              simulation.client("recovery", () -> write(simulation, "recovered", disk));
            });
        simulation.run();
      }
      // ten writes and a tidying each, every one preceded by a step; one other may be undecided
      int crashed = disk.indexOf("crash");
      if (crash > 22) {
        assertThat(crashed).isEqualTo(-1);
      } else {
        assertThat(crashed).as("crash at %d", at).isBetween(Math.max(0, crash - 2), crash - 1);
        assertThat(disk.subList(crashed, disk.size())).containsExactly("crash", "recovered");
      }
    }
  }

  @Test
  void kill_waitingThread_endsWithoutInterruptedException() {
    try (Simulation simulation = Simulation.seeded(3)) {
      List<String> seen = new ArrayList<>();
      SimulatedClient waiter =
          simulation.client("app", "waiter", () -> waitAndRecord(simulation, seen));
      simulation.client("nemesis", "nemesis", () -> killAfterASecond(simulation, "app"));
      simulation.run();
      assertThat(waiter.finished()).isTrue();
      assertThat(seen).containsExactly("finally");
    }
  }

  @Test
  void kill_ownGroup_doesNotReturn() {
    try (Simulation simulation = Simulation.seeded(3)) {
      List<String> seen = new ArrayList<>();
      simulation.client(
          "suicide",
          () -> {
            seen.add("before");
            simulation.crash();
            seen.add("after");
          });
      simulation.run();
      assertThat(seen).containsExactly("before");
    }
  }

  @Test
  void kill_group_forgetsItsBackgroundWork() {
    try (Simulation simulation = Simulation.seeded(8)) {
      AtomicInteger old = new AtomicInteger();
      AtomicInteger fresh = new AtomicInteger();
      Scheduler first = simulation.environment("app").scheduler();
      first.repeat("beat", Duration.ofSeconds(1), old::incrementAndGet);
      simulation.client("n", "idle", () -> idle(simulation, Duration.ofMillis(3_500)));
      simulation.run();
      simulation.kill("app");
      Scheduler second = simulation.environment("app").scheduler();
      second.repeat("beat", Duration.ofSeconds(1), fresh::incrementAndGet);
      simulation.client("n", "idle", () -> idle(simulation, Duration.ofMillis(5_500)));
      simulation.run();
      assertThat(old).hasValue(3);
      assertThat(fresh).hasValue(5);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> first.schedule("late", Duration.ZERO, () -> {}))
          .withMessageContaining("late");
    }
  }

  @Test
  void kill_otherGroups_liveOn() {
    try (Simulation simulation = Simulation.seeded(8)) {
      List<String> disk = new ArrayList<>();
      simulation.client("left", "l", () -> write(simulation, "left", disk));
      simulation.client("right", "r", () -> write(simulation, "right", disk));
      simulation.kill("left");
      simulation.run();
      assertThat(disk).containsExactly("right");
    }
  }

  @Test
  void kill_threadThatSwallowsItsDeath_isReportedByName() {
    try (Simulation simulation = Simulation.seeded(8)) {
      simulation.client("app", "zombie", () -> refuseToDie(simulation));
      simulation.client("nemesis", "nemesis", () -> killAfterASecond(simulation, "app"));
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(simulation::run)
          .withMessageContainingAll("zombie", "swallows");
    }
  }

  @Test
  void close_withThreadsInTheMiddle_unwindsThem() {
    List<String> seen = new ArrayList<>();
    try (Simulation simulation = Simulation.seeded(3)) {
      simulation
          .environment()
          .scheduler()
          .schedule("stuck", Duration.ZERO, () -> uninterruptibly(simulation, seen));
      simulation.client("idle", () -> idle(simulation, Duration.ofSeconds(1)));
      simulation.run();
      assertThat(seen).isEmpty();
    }
    assertThat(seen).containsExactly("finally");
  }

  private static void writeAndTidyUp(Simulation simulation, String name, List<String> disk) {
    try {
      for (int i = 0; i < 10; i++) {
        write(simulation, name + i, disk);
      }
    } finally {
      write(simulation, name + " tidied up", disk);
    }
  }

  private static void write(Simulation simulation, String what, List<String> disk) {
    simulation.step("write " + what);
    disk.add(what);
  }

  private static void waitAndRecord(Simulation simulation, List<String> seen) {
    try {
      boolean held = simulation.environment("app").waits().await(Signal.never(), Deadline.never());
      seen.add("woken " + held);
    } catch (InterruptedException e) {
      seen.add("interrupted");
    } finally {
      seen.add("finally");
    }
  }

  private static void uninterruptibly(Simulation simulation, List<String> seen) {
    try {
      boolean held = simulation.environment().waits().await(Signal.never(), Deadline.never());
      seen.add("woken " + held);
    } catch (InterruptedException e) {
      seen.add("interrupted");
    } finally {
      seen.add("finally");
    }
  }

  private static void refuseToDie(Simulation simulation) {
    while (true) {
      try {
        simulation.step("again");
      } catch (SimulatedDeath ignored) { // the fault that the test is about
      }
    }
  }

  private static void killAfterASecond(Simulation simulation, String group)
      throws InterruptedException {
    Environment own = simulation.environment("nemesis");
    own.waits().pause(Duration.ofSeconds(1), own.ticker());
    simulation.kill(group);
  }

  private static void idle(Simulation simulation, Duration time) throws InterruptedException {
    Environment own = simulation.environment("n");
    own.waits().pause(time, own.ticker());
  }
}
