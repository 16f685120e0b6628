// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Time of one thread that passes when it waits, and what it waited for. */
final class VirtualTime implements Ticker, Waits {

  final List<Duration> pauses = new ArrayList<>();

  /** Runs before each wait. */
  Runnable waiting = () -> {};

  private long nanos = -3_000_000_000L;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public boolean await(Signal signal, Deadline deadline) throws InterruptedException {
    waiting.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!signal.holds()) {
      pauses.add(deadline.remaining());
      nanos += deadline.remainingNanos();
    }
    return signal.holds();
  }

  void advance(Duration duration) {
    nanos += duration.toNanos();
  }

  Environment environment(Scheduler scheduler, long seed) {
    return new Environment(Environment.systemClock(), this, this, scheduler, new Random(seed));
  }
}
