// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void run_sameSeedTwice_sameTraceAndHash() {
    for (long seed = 0; seed < 200; seed++) {
      try (Simulation one = busy(seed);
          Simulation two = busy(seed)) {
        one.run();
        two.run();
        assertThat(two.trace()).as("seed %d", seed).isEqualTo(one.trace());
        assertThat(two.traceHash()).isEqualTo(one.traceHash());
        assertThat(two.elapsed()).isEqualTo(one.elapsed());
      }
    }
  }

  @Test
  void run_differentSeeds_differentSchedules() {
    Set<Long> hashes = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      try (Simulation simulation = busy(seed)) {
        simulation.run();
        hashes.add(simulation.traceHash());
      }
    }
    assertThat(hashes).hasSizeGreaterThan(98);
  }

  @Test
  void run_manyClients_exactlyOneRunsAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entries = new AtomicInteger();
    Schedules.seeds(1, 50)
        .run(
            simulation -> {
              for (int c = 0; c < 5; c++) {
                simulation.client(
                    "client-" + c,
                    () -> {
                      for (int i = 0; i < 20; i++) {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        Thread.onSpinWait();
                        entries.incrementAndGet();
                        assertThat(inside.decrementAndGet()).isZero();
                        simulation.step("turn");
                      }
                    });
              }
              simulation.run();
            });
    assertThat(entries).hasValue(51 * 100); // fifty seeds, the first of them twice
  }

  @Test
  void run_everybodyWaits_timeJumpsToTheNextDeadline() {
    try (Simulation simulation = Simulation.builder().seed(7).longestStep(Duration.ZERO).build()) {
      Environment environment = simulation.environment();
      List<String> woken = new ArrayList<>();
      for (int hours : List.of(3, 1, 2)) {
        simulation.client(
            "sleeper-" + hours,
            () -> {
              environment.waits().pause(Duration.ofHours(hours), environment.ticker());
              woken.add(hours + " at " + simulation.elapsed());
            });
      }
      var before = environment.clock().instant();
      simulation.run();
      assertThat(woken).containsExactly("1 at PT1H", "2 at PT2H", "3 at PT3H");
      assertThat(environment.clock().instant()).isEqualTo(before.plus(Duration.ofHours(3)));
    }
  }

  @Test
  void run_stepsTaken_timeAdvancesALittle() {
    try (Simulation simulation = busy(3)) {
      simulation.run();
      assertThat(simulation.elapsed())
          .isPositive()
          .isLessThan(Duration.ofMillis(simulation.steps()));
    }
  }

  @Test
  void await_conditionTrueAtDeadline_isSeenWithoutAnnouncement() throws Exception {
    try (Simulation simulation = Simulation.seeded(1)) {
      Environment environment = simulation.environment();
      AtomicInteger value = new AtomicInteger();
      Signal silent = Signal.of(() -> value.get() == 1);
      simulation.client(
          "waiter",
          () -> {
            Deadline second = Deadline.after(Duration.ofSeconds(1), environment.ticker());
            assertThat(environment.waits().await(silent, second)).isTrue();
            assertThat(second.expired()).isTrue();
          });
      simulation.client("setter", () -> value.set(1));
      simulation.run();
      // on the driving thread a condition that holds needs no wait
      assertThat(environment.waits().await(silent, Deadline.never())).isTrue();
    }
  }

  @Test
  void run_changeNotAnnounced_strandsTheWaiter() {
    var failure =
        Schedules.seeds(1, 20)
            .firstFailure(
                simulation -> {
                  AtomicInteger value = new AtomicInteger();
                  Signal forgotten = Signal.of(() -> value.get() == 1);
                  simulation.client(
                      "waiter",
                      () -> simulation.environment().waits().await(forgotten, Deadline.never()));
                  simulation.client("setter", () -> value.set(1));
                  simulation.run();
                });
    assertThat(failure).get().asString().contains("deadlock", "waiter");
  }

  @Test
  void run_deadlock_namesTheBlockedThreadsAndTheirPlace() {
    try (Simulation simulation = Simulation.seeded(0xBEEF)) {
      simulation.client("alice", () -> waitForEver(simulation));
      simulation.client("other", "bob", () -> waitForEver(simulation));
      simulation.client("carol", () -> simulation.step("leaves"));
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(simulation::run)
          .withMessageContainingAll("deadlock", "seed 0xbeefL", "alice of process waits without")
          .withMessageContainingAll("bob of other waits without a deadline", "waitForEver")
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("carol of"))
          .satisfies(failure -> assertThat(failure.seed()).isEqualTo(0xBEEF));
    }
  }

  @Test
  void run_livelock_stopsAtTheStepLimit() {
    try (Simulation simulation = Simulation.builder().seed(5).stepLimit(500).build()) {
      simulation.client(
          "spinner",
          () -> {
            while (true) {
              simulation.step("poll");
            }
          });
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(simulation::run)
          .withMessageContainingAll("step limit", "spinner", "poll");
      assertThat(simulation.steps()).isEqualTo(500);
    }
  }

  @Test
  void run_clientThrows_failsWithSeedCauseAndLastSteps() {
    try (Simulation simulation = Simulation.seeded(11)) {
      IOException broken = new IOException("disk on fire");
      simulation.client(
          "writer",
          () -> {
            simulation.step("write a");
            throw broken;
          });
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(simulation::run)
          .withCause(broken)
          .withMessageContainingAll("client writer threw", "disk on fire", "seed 0xbL", "write a");
      assertThatExceptionOfType(SimulationFailure.class).isThrownBy(simulation::run);
    }
  }

  @Test
  void run_unguardedReadModifyWrite_isFoundWithinAHundredSeeds() {
    var failure =
        Schedules.seeds(1, 100)
            .firstFailure(
                simulation -> {
                  AtomicInteger balance = new AtomicInteger();
                  for (String name : List.of("a", "b")) {
                    simulation.client(
                        name,
                        () -> {
                          int read = balance.get();
                          simulation.step("between");
                          balance.set(read + 1);
                        });
                  }
                  simulation.run();
                  assertThat(balance).hasValue(2);
                });
    assertThat(failure).isPresent();
  }

  @Test
  void run_calledAgain_goesOnWithNewClientsAndOldTime() {
    try (Simulation simulation = busy(9)) {
      simulation.run();
      Duration first = simulation.elapsed();
      List<Duration> seen = new ArrayList<>();
      simulation.client("late", () -> seen.add(simulation.elapsed()));
      simulation.run();
      assertThat(seen).containsExactly(first);
    }
  }

  @Test
  void client_madeDuringTheRun_runsToo() {
    try (Simulation simulation = Simulation.seeded(2)) {
      List<SimulatedClient> child = new ArrayList<>();
      SimulatedClient parent =
          simulation.client(
              "parent",
              () -> child.add(simulation.client("child", () -> simulation.step("hello"))));
      simulation.run();
      assertThat(parent.finished()).isTrue();
      assertThat(child.get(0).finished()).isTrue();
      assertThat(simulation.trace()).extracting(TraceEvent::toString).contains("1 child: hello");
    }
  }

  @Test
  void freeze_group_standsStillWhileTimeGoesOn() {
    try (Simulation simulation = Simulation.seeded(4)) {
      List<Duration> steps = new ArrayList<>();
      simulation.client(
          "node",
          "node",
          () -> {
            for (int i = 0; i < 100; i++) {
              simulation.step("beat");
              steps.add(simulation.elapsed());
            }
          });
      simulation.client(
          "nemesis",
          "nemesis",
          () -> {
            Environment own = simulation.environment("nemesis");
            simulation.freeze("node");
            own.waits().pause(Duration.ofMinutes(1), own.ticker());
            simulation.thaw("node");
          });
      simulation.run();
      assertThat(steps).hasSize(100);
      assertThat(steps.get(99)).isGreaterThan(Duration.ofMinutes(1));
      assertThat(steps).noneMatch(at -> at.toMillis() > 200 && at.toMillis() < 60_000);
    }
  }

  @Test
  void shiftClock_group_movesWallClockOnly() {
    try (Simulation simulation = Simulation.seeded(4)) {
      Environment shifted = simulation.environment("a");
      Environment other = simulation.environment("b");
      simulation.shiftClock("a", Duration.ofDays(-1));
      simulation.advance(Duration.ofHours(1));
      assertThat(shifted.clock().instant())
          .isEqualTo(other.clock().instant().minus(Duration.ofDays(1)));
      assertThat(shifted.ticker().nanos()).isEqualTo(Duration.ofHours(1).toNanos());
    }
  }

  @Test
  void step_threadFromOutside_isRefused() throws Exception {
    try (Simulation simulation = Simulation.seeded(1)) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      simulation.client(
          "client",
          () -> {
            Thread stranger = new Thread(() -> simulation.step("intrude"), "stranger");
            stranger.setUncaughtExceptionHandler((thread, thrown) -> seen.set(thrown));
            stranger.start();
            stranger.join();
          });
      simulation.run();
      assertThat(seen.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stranger");
    }
  }

  @Test
  void run_threadBlockedOutsideTheSeams_isReportedWithItsPlace() {
    CountDownLatch outside = new CountDownLatch(1);
    SimulationBuilder impatient = Simulation.builder().stallAfter(Duration.ofMillis(100));
    try (Simulation simulation = impatient.build()) {
      simulation.client("blocker", outside::await);
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(simulation::run)
          .withMessageContainingAll("blocker", "outside the seams", "CountDownLatch.await");
    } finally {
      outside.countDown();
    }
  }

  @Test
  void await_onTheDrivingThread_isRefused() {
    try (Simulation simulation = Simulation.seeded(1)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () -> simulation.environment().waits().await(Signal.never(), Deadline.never()))
          .withMessageContaining("client(");
    }
  }

  @Test
  void build_wrongSettings_reportsAllAtOnce() {
    SimulationBuilder wrong = Simulation.builder().stepLimit(0).longestStep(Duration.ofSeconds(-1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(wrong::build)
        .withMessageContainingAll("stepLimit", "longestStep");
  }

  private static void waitForEver(Simulation simulation) throws InterruptedException {
    boolean ignored = simulation.environment().waits().await(Signal.never(), Deadline.never());
  }

  private static Simulation busy(long seed) {
    Simulation simulation = Simulation.seeded(seed);
    Environment environment = simulation.environment();
    environment.scheduler().repeat("tick", Duration.ofMillis(3), () -> simulation.step("tick"));
    for (int c = 0; c < 3; c++) {
      simulation.client(
          "client-" + c,
          () -> {
            for (int i = 0; i < 10; i++) {
              simulation.step("work");
              Duration pause = Duration.ofNanos(environment.random().nextInt(5_000_000));
              environment.waits().pause(pause, environment.ticker());
            }
          });
    }
    return simulation;
  }
}
