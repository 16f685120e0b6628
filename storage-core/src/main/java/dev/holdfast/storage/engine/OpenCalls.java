// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is in flight on a storage, from the first call to {@code close()}. Thread-safe. */
final class OpenCalls {

  /*
   * Implementation notes.
   * begin() adds and then reads `closing`; close() sets `closing` and then looks at the set: a call
   * that was let in is seen by close. ended() removes and then reads `closing`, so the waiter in
   * close() is woken by the last call. The set is looked at by iteration, because its counter may be
   * off for a moment while calls come and are refused.
   * Lock order: `aborting` is a leaf; nothing waits under it, releases run in other threads.
   */

  /** How long what was aborted may take to unwind before the driver is closed under it. */
  private static final Duration UNWIND = Duration.ofSeconds(2);

  private final Environment environment;
  private final Failures failures;
  private final Executor releasing;
  private final Leaks leaks;
  private final Set<InFlight> open = ConcurrentHashMap.newKeySet();
  private final Signal idle = Signal.of(() -> !open.iterator().hasNext());
  private final AtomicBoolean closing = new AtomicBoolean();
  private final ReentrantLock aborting = new ReentrantLock();

  /**
   * Nothing is open yet.
   *
   * @param releasing runs what frees downloads and sessions, which may block
   * @param leaks finds those that were dropped
   */
  OpenCalls(Environment environment, Failures failures, Executor releasing, Leaks leaks) {
    this.environment = environment;
    this.failures = failures;
    this.releasing = releasing;
    this.leaks = leaks;
  }

  /**
   * Lets a call in; its thread is inside.
   *
   * @throws IllegalStateException after {@link #close}
   */
  InFlight begin(@Nullable Duration timeout) {
    reclaim();
    InFlight call = new InFlight(this, environment.ticker(), timeout);
    open.add(call);
    if (closing.get()) {
      call.exit();
      ended(call);
      throw failures.closed();
    }
    return call;
  }

  /** Whether {@link #close} was called. */
  boolean closed() {
    return closing.get();
  }

  /** Checks that {@link #close} was not called. */
  void check() {
    if (closed()) {
      throw failures.closed();
    }
  }

  Leaks.Leak watch(Object handle, InFlight call) {
    return leaks.watch(handle, call);
  }

  void ended(InFlight call) {
    open.remove(call);
    if (closing.get()) {
      idle.changed();
    }
  }

  void settle(InFlight call) {
    aborting.lock();
    try {
      call.settle();
    } finally {
      aborting.unlock();
    }
  }

  /**
   * Refuses new calls, gives those in flight until the end of the grace, aborts the rest, and then
   * frees. A second close returns at once.
   *
   * @param free called once, when nothing is in flight or what is left does not react
   */
  void close(Duration grace, Runnable free) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = !drained(grace);
    abort();
    interrupted |= !drained(UNWIND);
    try {
      free.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until nothing is in flight or the time is over; false if it was interrupted. */
  private boolean drained(Duration time) {
    try {
      environment.waits().await(idle, Deadline.after(time, environment.ticker()));
      return true;
    } catch (InterruptedException ignored) { // close goes on at once, the flag is set at its end
      return false;
    }
  }

  private void abort() {
    List<Runnable> releases = new ArrayList<>();
    aborting.lock();
    try {
      for (InFlight call : open) {
        Runnable release = call.abort();
        if (release != null) {
          releases.add(release);
        }
      }
    } finally {
      aborting.unlock();
    }
    releases.forEach(this::release);
  }

  /** Frees what callers dropped. */
  private void reclaim() {
    for (InFlight call = leaks.next(); call != null; call = leaks.next()) {
      Runnable release = call.release();
      if (release != null) {
        release(release);
      }
    }
  }

  private void release(Runnable release) {
    try {
      releasing.execute(release);
    } catch (RejectedExecutionException ignored) { // no thread is left; this one does it
      release.run();
    }
  }
}
