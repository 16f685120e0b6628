// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The thread that called {@link Simulation#run()}, and when it goes on. */
final class Driver {

  private final Outcome outcome;
  private final Trace trace;
  private final long stepLimit;

  /** Real time without a step after which a simulated thread counts as stuck outside the seams. */
  private final Duration stallAfter;

  private volatile boolean running;
  private @Nullable Baton baton;
  private long lastStep;
  private int clients;
  private boolean stalled;
  private boolean closed;

  Driver(Outcome outcome, Trace trace, long stepLimit, Duration stallAfter) {
    this.outcome = outcome;
    this.trace = trace;
    this.stepLimit = stepLimit;
    this.stallAfter = stallAfter;
  }

  /** Fails unless the calling thread may act as the driving thread. */
  void requireIdle() {
    if (running) {
      throw new IllegalStateException(
          "thread "
              + Thread.currentThread().getName()
              + " is no part of the running simulation: start it through client(...) or the"
              + " scheduler");
    }
  }

  void clientAdded() {
    if (closed) {
      throw new IllegalStateException("the simulation is closed");
    }
    clients++;
  }

  void clientEnded() {
    clients--;
  }

  boolean stepLimitReached() {
    return trace.size() >= lastStep;
  }

  /** Whether control goes back to the driving thread at the next seam. */
  boolean ends() {
    return clients == 0 || outcome.failed();
  }

  /** Runs until somebody calls {@link #resume()}; throws what went wrong. */
  void run(Runnable start) {
    outcome.rethrow();
    Baton own = new Baton(Thread.currentThread());
    baton = own;
    lastStep = trace.size() + stepLimit;
    running = true;
    try {
      start.run();
      awaitEnd(own);
    } finally {
      running = false;
    }
    outcome.rethrow();
  }

  private void awaitEnd(Baton own) {
    int before = trace.size();
    while (!own.await(stallAfter.toNanos())) {
      int now = trace.size();
      if (now == before) {
        stalled = true;
        outcome.fail(
            "no step for " + stallAfter + " of real time: a thread blocks outside the seams");
        return;
      }
      before = now;
    }
  }

  void resume() {
    Baton waiting = baton;
    if (waiting == null) {
      throw new IllegalStateException("nobody drives the simulation");
    }
    waiting.pass();
  }

  /** Whether there may be threads to unwind: not after a stall, and only once. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    return first && !stalled;
  }
}
