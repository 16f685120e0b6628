// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Monotonic time that stands still until a test moves it; who waits looks again then. */
final class ManualTicker implements Ticker, Waits {

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final CopyOnWriteArrayList<Signal> waited = new CopyOnWriteArrayList<>();

  @Override
  public long nanos() {
    return nanos.get();
  }

  /** Parks on a signal that also holds when the deadline has come by this ticker. */
  @Override
  public boolean await(Signal signal, Deadline deadline) throws InterruptedException {
    Signal both = Signal.of(() -> signal.holds() || deadline.expired());
    waited.add(both);
    try {
      while (!signal.holds() && !deadline.expired()) {
        boolean ignored =
            Waits.parking().await(both, Deadline.after(Duration.ofMillis(1), Ticker.system()));
      }
      return signal.holds();
    } finally {
      waited.remove(both);
    }
  }

  /** How many threads wait. */
  int waiting() {
    return waited.size();
  }

  /** Moves time on. */
  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
    waited.forEach(Signal::changed);
  }

  /** An environment on this ticker. */
  Environment environment(InstantSource clock, Scheduler scheduler) {
    return new Environment(clock, this, this, scheduler, new Random(1));
  }
}
