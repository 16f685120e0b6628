// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Mutex;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulatedMutexTest {

  @Test
  void acquire_manySeeds_excludesAndLosesNoWakeUp() {
    Schedules.seeds(1, 2_000)
        .run(
            simulation -> {
              Mutex mutex = new Mutex(simulation.environment().waits());
              AtomicInteger balance = new AtomicInteger();
              for (int c = 0; c < 4; c++) {
                simulation.client("client-" + c, () -> addThree(simulation, mutex, balance));
              }
              simulation.run();
              assertThat(balance).hasValue(12);
            });
  }

  @Test
  void acquire_ownerDoesNotRelease_givesUpAtTheDeadline() {
    Schedules.seeds(1, 200)
        .run(
            simulation -> {
              Environment environment = simulation.environment();
              Mutex mutex = new Mutex(environment.waits());
              assertThat(mutex.tryAcquire()).isTrue();
              simulation.client(
                  "late",
                  () -> {
                    Deadline second = Deadline.after(Duration.ofSeconds(1), environment.ticker());
                    assertThat(mutex.acquire(second)).isFalse();
                    assertThat(second.expired()).isTrue();
                  });
              simulation.run();
            });
  }

  private static void addThree(Simulation simulation, Mutex mutex, AtomicInteger balance)
      throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(mutex.acquire(Deadline.never())).isTrue();
      int read = balance.get();
      simulation.step("between");
      balance.set(read + 1);
      mutex.release();
    }
  }
}
