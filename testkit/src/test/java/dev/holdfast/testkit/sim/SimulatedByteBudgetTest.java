// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.ByteBudget;
import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SimulatedByteBudgetTest {

  private static final int LIMIT = 100;

  @Test
  void acquire_deadlinesAndInterrupts_neverOverTheLimitAndNothingLost() {
    AtomicInteger refused = new AtomicInteger();
    Schedules.seeds(1, 500)
        .run(
            simulation -> {
              Environment environment = simulation.environment();
              ByteBudget budget = ByteBudget.create(LIMIT, environment.waits());
              AtomicLong inFlight = new AtomicLong();
              List<SimulatedClient> clients = new ArrayList<>();
              for (int c = 0; c < 4; c++) {
                clients.add(
                    simulation.client(
                        "client-" + c, () -> visit(simulation, budget, inFlight, refused)));
              }
              simulation.client(
                  "nemesis",
                  () -> {
                    environment.waits().pause(Duration.ofMillis(2), environment.ticker());
                    simulation.interrupt(clients.get(environment.random().nextInt(4)));
                  });
              simulation.run();
              assertThat(budget.inFlightBytes()).isZero();
              assertThat(budget.waiting()).isZero();
            });
    assertThat(refused).as("some deadlines came first").hasPositiveValue();
  }

  private static void visit(
      Simulation simulation, ByteBudget budget, AtomicLong inFlight, AtomicInteger refused) {
    Environment environment = simulation.environment();
    RandomGenerator random = environment.random();
    for (int i = 0; i < 5; i++) {
      Deadline soon =
          Deadline.after(Duration.ofMillis(random.nextInt(1, 20)), environment.ticker());
      try {
        Optional<ByteBudget.Lease> lease = budget.acquire(random.nextInt(1, LIMIT + 1), soon);
        if (lease.isEmpty()) {
          refused.incrementAndGet();
        } else {
          use(simulation, lease.get(), inFlight);
        }
      } catch (InterruptedException ignored) { // the nemesis; what it held must be back
        simulation.step("interrupted");
      }
    }
  }

  private static void use(Simulation simulation, ByteBudget.Lease lease, AtomicLong inFlight) {
    try (lease) {
      assertThat(inFlight.addAndGet(lease.bytes())).isLessThanOrEqualTo(LIMIT);
      simulation.step("use");
      inFlight.addAndGet(-lease.bytes());
    }
  }

  @Test
  void acquire_largeRequestAmongManySmall_isServedInItsTurn() {
    Schedules.seeds(1, 300)
        .run(
            simulation -> {
              Environment environment = simulation.environment();
              ByteBudget budget = ByteBudget.create(LIMIT, environment.waits());
              AtomicInteger smallAfter = new AtomicInteger();
              AtomicInteger largeWaits = new AtomicInteger();
              for (int c = 0; c < 4; c++) {
                simulation.client(
                    "small-" + c,
                    () -> {
                      for (int i = 0; i < 10; i++) {
                        try (var lease = budget.acquire(40, Deadline.never()).orElseThrow()) {
                          smallAfter.addAndGet(largeWaits.get() * (int) lease.bytes() / 40);
                          simulation.step("small");
                        }
                      }
                    });
              }
              simulation.client(
                  "large",
                  () -> {
                    simulation.step("begin");
                    largeWaits.set(1);
                    try (var lease = budget.acquire(LIMIT, Deadline.never()).orElseThrow()) {
                      largeWaits.set(0);
                      assertThat(lease.bytes()).isEqualTo(LIMIT);
                    }
                  });
              simulation.run();
              // at most those that were ahead of it, and those that begin before it is queued
              assertThat(smallAfter).hasValueLessThanOrEqualTo(8);
            });
  }
}
