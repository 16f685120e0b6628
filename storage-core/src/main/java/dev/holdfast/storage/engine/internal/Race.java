// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Signal;
import dev.holdfast.storage.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that is sent once or twice, side by side. The first success or final answer decides;
 * else the race ends when all have failed. What comes after it was stopped is discarded.
 *
 * <p>Sent, stopped and asked by one thread; the requests have threads of their own.
 */
final class Race<T> {

  /*
   * Implementation notes.
   * Invariant: an answer is discarded once, by the thread that brings it if `stopped` is set then,
   * else by stop(), or it is returned. The lock is a leaf: requests, cancels and discards run
   * without it.
   */
  private final Function<CallContext, T> request;
  private final Consumer<T> discard;
  private final Starter starter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Signal ended = Signal.of(this::hasEnded);
  private final List<Run> runs = new ArrayList<>(2);
  private @Nullable Run decisive;
  private boolean stopped;

  /**
   * A race that has not begun.
   *
   * @param discard frees an answer that nobody wants
   */
  Race(Function<CallContext, T> request, Consumer<T> discard, Starter starter) {
    this.request = request;
    this.discard = discard;
    this.starter = starter;
  }

  /** Sends the request, for the first or the second time; false if no thread is free. */
  boolean send(String name, CallContext call) {
    Run run = new Run(Attempt.beside(call));
    lock.lock();
    try {
      runs.add(run);
    } finally {
      lock.unlock();
    }
    try {
      run.task = starter.start(name, run);
      return true;
    } catch (RejectedExecutionException ignored) { // the race goes on without it
      lock.lock();
      try {
        runs.remove(run);
      } finally {
        lock.unlock();
      }
      return false;
    }
  }

  /** Holds when the race is decided or all requests have failed. */
  Signal ended() {
    return ended;
  }

  /**
   * Stops the race and gives what it ended with. Throws the failure that decided it, or that of the
   * first request; others are suppressed.
   *
   * @param call marked as refused if what ends it was refused
   */
  T result(CallContext call) {
    Run taken;
    lock.lock();
    try {
      taken = decisive == null ? runs.get(0) : decisive;
      for (Run other : runs) {
        taken.suppress(other.failure);
      }
    } finally {
      lock.unlock();
    }
    stop(taken);
    Throwable failure = taken.failure;
    if (failure != null) {
      if (taken.attempt.refused()) {
        Attempt.refuse(call);
      }
      Race.<RuntimeException>rethrow(failure);
    }
    return Objects.requireNonNull(taken.answer, "answer");
  }

  /** Cancels what has no answer yet and discards the answers. */
  void stop() {
    stop(null);
  }

  private void stop(@Nullable Run taken) {
    List<Runnable> ends = new ArrayList<>(2);
    lock.lock();
    try {
      stopped = true;
      for (Run run : runs) {
        if (run != taken) {
          ends.add(run.end());
        }
      }
    } finally {
      lock.unlock();
    }
    ends.forEach(Runnable::run);
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return decisive != null || runs.stream().allMatch(run -> run.done);
    } finally {
      lock.unlock();
    }
  }

  /** Throws a failure as it is, although it was caught as something more general. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }

  /** One sending of the request; its state is guarded by the lock. */
  private final class Run implements Runnable {

    private final Attempt attempt;
    private Scheduler.@Nullable Task task;
    private boolean done;
    private @Nullable T answer;
    private @Nullable Throwable failure;

    Run(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void run() {
      try {
        finish(request.apply(attempt), null);
      } catch (Throwable e) {
        finish(null, e);
      }
    }

    private void finish(@Nullable T brought, @Nullable Throwable thrown) {
      boolean wanted;
      lock.lock();
      try {
        wanted = !stopped;
        done = true;
        answer = wanted ? brought : null;
        failure = thrown;
        boolean decides = thrown == null || Verdict.of(thrown, true) == Verdict.ANSWERED;
        if (decisive == null && decides) {
          decisive = this;
        }
      } finally {
        lock.unlock();
      }
      ended.changed();
      if (!wanted && brought != null) {
        discard.accept(brought);
      }
    }

    /** What ends this one; called under the lock. */
    Runnable end() {
      T unwanted = answer;
      answer = null;
      Scheduler.Task running = done ? null : task;
      return () -> {
        if (running != null) {
          running.cancel();
        }
        if (unwanted != null) {
          discard.accept(unwanted);
        }
      };
    }

    void suppress(@Nullable Throwable other) {
      if (failure != null && other != null && !other.equals(failure)) {
        failure.addSuppressed(other);
      }
    }
  }
}
