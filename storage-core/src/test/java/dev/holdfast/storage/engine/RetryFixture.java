// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;

/** A storage with retries over a driver in memory whose calls fail as a test says. */
final class RetryFixture implements AutoCloseable {

  final VirtualTime time = new VirtualTime();
  final Recorder recorder = new Recorder();
  final BentDriver memory = new BentDriver();
  final FaultInjectingDriver faults = FaultInjectingDriver.over(memory);
  final FileStorage storage;
  private final Scheduler scheduler = Scheduler.system("retry-test", 1);

  RetryFixture() {
    this(RetryPolicy.builder().attempts(4).build());
  }

  RetryFixture(RetryPolicy policy) {
    this.storage = storage(faults, policy, RetryBudget.of(1.0, 10, time));
  }

  FileStorage storage(StorageDriver driver, RetryPolicy policy, RetryBudget budget) {
    return pipeline(driver).retry(policy, budget).build();
  }

  Pipeline pipeline(StorageDriver driver) {
    return Pipeline.around(driver)
        .name("tier")
        .observer(recorder)
        .environment(time.environment(scheduler, 7));
  }

  /** The request is not made. */
  static DriverFault notApplied() {
    return DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED);
  }

  /** The request is applied, its answer lost. */
  static DriverFault answerLost() {
    return DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN);
  }

  /** The request is lost, and nobody knows. */
  static DriverFault requestLost() {
    return DriverFault.before(Kind.TIMEOUT, Outcome.UNKNOWN);
  }

  @Override
  public void close() {
    storage.close();
    scheduler.close();
  }
}
