// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker: refuses calls to a server that has been failing, and lets a few probes through
 * after a while.
 *
 * <p>Each attempt takes a permit and says what came of it:
 *
 * <pre>{@code
 * Breaker.Permit permit = breaker.tryAcquire().orElseThrow(() -> unavailable());
 * try (permit) {
 *   reply = send(request);
 *   permit.success();
 * } catch (IOException e) {
 *   permit.failure();
 *   throw e;
 * }
 * }</pre>
 *
 * <p>A permit closed without a verdict (cancelled, rejected locally, the caller's mistake) is given
 * back and counts for nothing. The verdict on a call that began before the last change of state is
 * dropped: it says nothing about the server's present condition. The open state is left by the
 * first call after its time, never by a timer, hence there are no threads. Thread-safe.
 */
public final class Breaker {

  /*
   * Implementation notes.
   * The state machine and its window are Resilience4j's. Two of its habits are corrected here:
   * permits that were taken in one state and returned in another would change the number of half-open
   * probes, so each permit carries the number of the era it belongs to; and it reads a wall clock for
   * the open time and the window, so it is given a clock that shows our ticker.
   * Invariant: all calls into the state machine are made under the lock, automatic transitions are
   * off, hence an era changes only there. The lock is a leaf; listeners are called after it.
   */
  private final String name;
  private final Ticker ticker;
  private final Listener listener;
  private final CircuitBreaker machine;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.CLOSED;
  private long era;

  private Breaker(String name, BreakerSettings settings, Ticker ticker, Listener listener) {
    this.name = name;
    this.ticker = ticker;
    this.listener = listener;
    this.machine = CircuitBreaker.of(name, config(settings, ticker));
  }

  /**
   * A closed breaker.
   *
   * @param name of the server, for messages
   * @param listener told of each change of state, by the thread that caused it
   */
  public static Breaker create(
      String name, BreakerSettings settings, Ticker ticker, Listener listener) {
    Objects.requireNonNull(listener, "listener");
    return new Breaker(Objects.requireNonNull(name, "name"), settings, ticker, listener);
  }

  /** A closed breaker that nobody listens to. */
  public static Breaker create(String name, BreakerSettings settings, Ticker ticker) {
    return create(name, settings, ticker, (breaker, from, to) -> {});
  }

  /** The name of the server. */
  public String name() {
    return name;
  }

  /** The present state. An open breaker whose time is over stays open until a call comes. */
  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Permission for one attempt; empty if the breaker is open or its probes are under way. */
  public Optional<Permit> tryAcquire() {
    State before;
    State after;
    Optional<Permit> permit;
    lock.lock();
    try {
      before = state;
      boolean permitted = machine.tryAcquirePermission();
      after = observe();
      permit = permitted ? Optional.of(new CountedPermit(era)) : Optional.empty();
    } finally {
      lock.unlock();
    }
    announce(before, after);
    return permit;
  }

  private void settle(long permitEra, Runnable verdict) {
    State before;
    State after;
    lock.lock();
    try {
      before = state;
      if (permitEra == era) {
        verdict.run();
      }
      after = observe();
    } finally {
      lock.unlock();
    }
    announce(before, after);
  }

  /** Reads the state after a call into the machine; a new one begins a new era. */
  private State observe() {
    State now = stateOf(machine.getState());
    if (now != state) {
      state = now;
      era++;
    }
    return now;
  }

  private void announce(State before, State after) {
    if (before != after) {
      listener.changed(name, before, after);
    }
  }

  private static State stateOf(CircuitBreaker.State machineState) {
    return switch (machineState) {
      case CLOSED -> State.CLOSED;
      case HALF_OPEN -> State.HALF_OPEN;
      case OPEN, FORCED_OPEN -> State.OPEN;
      case DISABLED, METRICS_ONLY ->
          throw new IllegalStateException("a state that is never entered: " + machineState);
    };
  }

  private static CircuitBreakerConfig config(BreakerSettings settings, Ticker ticker) {
    return CircuitBreakerConfig.custom()
        .clock(new TickerClock(ticker))
        .currentTimestampFunction(clock -> ticker.nanos(), TimeUnit.NANOSECONDS)
        .slidingWindow(
            (int) settings.window().toSeconds(),
            settings.minimumCalls(),
            SlidingWindowType.TIME_BASED,
            SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
        .failureRateThreshold((float) (settings.failureRate() * 100))
        .slowCallDurationThreshold(settings.slowCall())
        .slowCallRateThreshold((float) (settings.slowCallRate() * 100))
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.halfOpenPermits())
        .automaticTransitionFromOpenToHalfOpenEnabled(false)
        .build();
  }

  @Override
  public String toString() {
    return "breaker " + name + " " + state();
  }

  /** What a breaker does with calls. */
  public enum State {
    /** Lets all calls through and watches them. */
    CLOSED,
    /** Refuses all calls. */
    OPEN,
    /** Lets a few probes through, which decide. */
    HALF_OPEN
  }

  /** Told of changes of state; must not wait, and what it throws reaches the caller. */
  @FunctionalInterface
  public interface Listener {

    /** The breaker of that name went from one state to another. */
    void changed(String breaker, State from, State to);
  }

  /** Permission for one attempt. Thread-safe; the first verdict counts, later ones do nothing. */
  public interface Permit extends AutoCloseable {

    /** The server did its work. */
    void success();

    /** The server failed in a way that counts against it. */
    void failure();

    /** The attempt says nothing about the server. */
    void ignore();

    /** Ignores the attempt unless there was a verdict. */
    @Override
    default void close() {
      ignore();
    }
  }

  /** Stands for every failure: the machine counts them and keeps none. */
  private static final class AttemptFailed extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    AttemptFailed() {
      super("the attempt failed", null, false, false);
    }
  }

  private final class CountedPermit implements Permit {

    private final long begun = ticker.nanos();
    private final long permitEra;
    private final AtomicBoolean settled = new AtomicBoolean();

    CountedPermit(long permitEra) {
      this.permitEra = permitEra;
    }

    @Override
    public void success() {
      settleOnce(() -> machine.onSuccess(ticker.nanos() - begun, TimeUnit.NANOSECONDS));
    }

    @Override
    public void failure() {
      settleOnce(
          () -> machine.onError(ticker.nanos() - begun, TimeUnit.NANOSECONDS, new AttemptFailed()));
    }

    @Override
    public void ignore() {
      settleOnce(machine::releasePermission);
    }

    private void settleOnce(Runnable verdict) {
      if (settled.compareAndSet(false, true)) {
        settle(permitEra, verdict);
      }
    }
  }
}
