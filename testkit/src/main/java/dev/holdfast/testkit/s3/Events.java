// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Through which the threads of a server and those of a test wait for what happens in it. */
final class Events {
  private final Set<Signal> waiters = ConcurrentHashMap.newKeySet();
  private final Waits waits;
  private final Ticker ticker;
  private volatile boolean closed;

  Events(Waits waits, Ticker ticker) {
    this.waits = waits;
    this.ticker = ticker;
  }

  boolean closed() {
    return closed;
  }

  /** Ends all waiting, now and later. */
  void close() {
    closed = true;
    changed();
  }

  /** Makes everybody who waits look again. Needs no lock and may not be called under one. */
  void changed() {
    waiters.forEach(Signal::changed);
  }

  /** Waits until the condition holds; false at the limit, on close, and on interrupt (kept). */
  boolean await(BooleanSupplier condition, Duration limit) {
    return await(condition, Deadline.after(limit, ticker));
  }

  /** Waits until the condition holds; false on close, and on interrupt (kept). */
  boolean await(BooleanSupplier condition) {
    return await(condition, Deadline.never());
  }

  /** Lets time pass; false if the server was closed or the thread interrupted (kept). */
  boolean pause(Duration time) {
    boolean over = await(() -> false, time);
    return !over && !closed && !Thread.currentThread().isInterrupted();
  }

  private boolean await(BooleanSupplier condition, Deadline deadline) {
    Signal signal = Signal.of(() -> closed || condition.getAsBoolean());
    waiters.add(signal);
    try {
      return waits.await(signal, deadline) && condition.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return condition.getAsBoolean();
    } finally {
      waiters.remove(signal);
    }
  }
}
