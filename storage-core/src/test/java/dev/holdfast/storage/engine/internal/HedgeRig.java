// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.HedgeTrigger;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.sim.SimulatedClient;
import dev.holdfast.testkit.sim.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A layer over scripted reads, in a simulation. */
final class HedgeRig {

  final Simulation simulation;
  final Environment environment;
  final Heard heard = new Heard();
  final AtomicBoolean calm = new AtomicBoolean(true);
  final ScriptedReads driver;
  int budget = 100;
  int samples = 1;
  int threads = 1_000;
  @Nullable HedgeLayer built;
  @Nullable SimulatedClient client;

  HedgeRig(Simulation simulation) {
    this.simulation = simulation;
    this.environment = simulation.environment();
    this.driver = new ScriptedReads(environment);
  }

  void build() {
    HedgeTrigger trigger =
        HedgeTrigger.builder(environment.ticker(), RetryBudget.of(0, budget, environment.ticker()))
            .minimumSamples(samples)
            .shortest(Duration.ofMillis(100))
            .longest(Duration.ofMillis(100))
            .build();
    trigger.record(Duration.ofMillis(10));
    Starter starter =
        (name, work) -> {
          if (threads-- <= 0) {
            throw new RejectedExecutionException("full");
          }
          return environment.scheduler().schedule(name, Duration.ZERO, work);
        };
    built = new HedgeLayer(driver, trigger, calm::get, starter, environment, heard.measures());
  }

  HedgeLayer layer() {
    return Objects.requireNonNull(built);
  }

  void get() {
    get(CallContext.unbounded());
  }

  void get(CallContext call) {
    assertThat(layer().get(Requests.KEY, DownloadOptions.defaults(), call).info().sizeBytes())
        .isEqualTo(Requests.BYTES);
  }

  SimulatedClient self() {
    return Objects.requireNonNull(client);
  }

  void later(int millis, Runnable work) {
    environment.scheduler().schedule("later", Duration.ofMillis(millis), work);
  }

  void interruptLater(SimulatedClient target, int millis) {
    later(
        millis,
        () -> {
          if (!target.finished()) {
            simulation.interrupt(target);
          }
        });
  }

  CallContext within(int millis) {
    Deadline deadline = Deadline.after(Duration.ofMillis(millis), environment.ticker());
    return deadline::remaining;
  }

  Duration elapsed() {
    return simulation.elapsed();
  }

  /** Waits until all that was sent has ended. */
  void settle() throws IOException {
    try {
      environment.waits().pause(Duration.ofSeconds(30), environment.ticker());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    assertThat(driver.ended).hasValue(driver.sent());
  }
}
