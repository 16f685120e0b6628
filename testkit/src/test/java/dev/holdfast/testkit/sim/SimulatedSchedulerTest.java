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

class SimulatedSchedulerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void schedule_delay_runsOnceThen() {
    try (Simulation simulation = exact(1)) {
      List<Duration> runs = new ArrayList<>();
      simulation
          .environment()
          .scheduler()
          .schedule("once", SECOND, () -> runs.add(simulation.elapsed()));
      idle(simulation, SECOND.multipliedBy(10));
      assertThat(runs).containsExactly(SECOND);
    }
  }

  @Test
  void repeat_taskThatTakesTime_waitsThePeriodAfterItsEnd() {
    try (Simulation simulation = exact(1)) {
      Environment environment = simulation.environment();
      List<Duration> runs = new ArrayList<>();
      environment
          .scheduler()
          .repeat(
              "slow",
              SECOND,
              () -> {
                runs.add(simulation.elapsed());
                simulation.advance(SECOND);
              });
      idle(simulation, Duration.ofMillis(6_500));
      assertThat(runs).extracting(Duration::toSeconds).containsExactly(1L, 3L, 5L);
    }
  }

  @Test
  void repeat_taskThatThrows_isReportedAtTheEndAndGoesOn() {
    try (Simulation simulation = exact(1)) {
      AtomicInteger runs = new AtomicInteger();
      simulation
          .environment()
          .scheduler()
          .repeat(
              "faulty",
              SECOND,
              () -> {
                runs.incrementAndGet();
                throw new IllegalStateException("tick " + runs);
              });
      assertThatExceptionOfType(SimulationFailure.class)
          .isThrownBy(() -> idle(simulation, Duration.ofMillis(2_500)))
          .withMessageContainingAll("background task faulty", "tick 1")
          .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
      idle(simulation, Duration.ZERO); // what was reported is not reported again
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void cancel_beforeItsTime_neverRuns() {
    try (Simulation simulation = exact(1)) {
      AtomicInteger runs = new AtomicInteger();
      Scheduler scheduler = simulation.environment().scheduler();
      Scheduler.Task once = scheduler.schedule("once", SECOND, runs::incrementAndGet);
      Scheduler.Task often = scheduler.repeat("often", SECOND, runs::incrementAndGet);
      once.cancel();
      idle(simulation, Duration.ofMillis(2_500));
      often.cancel();
      often.cancel();
      idle(simulation, Duration.ofMinutes(1));
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void close_runningTask_isInterruptedAndNothingRunsAgain() {
    try (Simulation simulation = exact(1)) {
      Environment environment = simulation.environment();
      List<String> seen = new ArrayList<>();
      environment
          .scheduler()
          .repeat(
              "waits",
              SECOND,
              () -> {
                try {
                  seen.add("held " + environment.waits().await(Signal.never(), Deadline.never()));
                } catch (InterruptedException e) {
                  seen.add("interrupted");
                }
              });
      idle(simulation, SECOND.multipliedBy(2));
      environment.scheduler().close();
      environment.scheduler().close();
      idle(simulation, SECOND.multipliedBy(5));
      assertThat(seen).containsExactly("interrupted");
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> environment.scheduler().schedule("late", SECOND, () -> {}));
    }
  }

  @Test
  void schedule_badArguments_areRefused() {
    try (Simulation simulation = exact(1)) {
      Scheduler scheduler = simulation.environment().scheduler();
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> scheduler.schedule("x", SECOND.negated(), () -> {}));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> scheduler.repeat("x", Duration.ZERO, () -> {}));
    }
  }

  private static Simulation exact(long seed) {
    return Simulation.builder().seed(seed).longestStep(Duration.ZERO).build();
  }

  private static void idle(Simulation simulation, Duration time) {
    Environment own = simulation.environment("idle");
    simulation.client("idle", "idle", () -> own.waits().pause(time, own.ticker()));
    simulation.run();
  }
}
