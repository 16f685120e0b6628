// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.engine.internal.CountingCall;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call, an open download or an open session: when it began, how long it may take, and which
 * thread is in it at the moment.
 *
 * <p>Between {@link #enter} and {@link #exit} the thread may be interrupted by {@link #abort}, and
 * only there. An interrupt that came from abort is taken back on exit, so that it does not reach
 * the caller's own code.
 */
final class InFlight implements CountingCall {

  /*
   * Implementation notes.
   * `aborted` and `thread` are volatile and accessed in opposite order by the two sides: exit clears
   * `thread` and then reads `aborted`; abort sets `aborted` and then reads `thread`. So either abort
   * finds no thread, or exit finds `aborted` and waits in OpenCalls.settle for abort to be done.
   * `interrupted` is guarded by the lock of OpenCalls. At most one thread is inside at a time.
   * A release that finds a thread inside leaves what that thread needs to it.
   */

  private static final long UNBOUNDED = -1L;

  private final OpenCalls calls;
  private final Ticker ticker;
  private final long startedNanos;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile long timeoutNanos;
  private volatile @Nullable Thread thread;
  private volatile boolean aborted;
  private volatile @Nullable Runnable release;
  private volatile Leaks.@Nullable Leak leak;
  private @Nullable Thread interrupted;
  private boolean open;

  InFlight(OpenCalls calls, Ticker ticker, @Nullable Duration timeout) {
    this.calls = calls;
    this.ticker = ticker;
    this.startedNanos = ticker.nanos();
    this.timeoutNanos = timeout == null ? UNBOUNDED : nanos(timeout);
    this.thread = Thread.currentThread();
  }

  @Override
  public Duration remaining() {
    long timeout = timeoutNanos;
    return timeout == UNBOUNDED
        ? CallContext.unbounded().remaining()
        : Duration.ofNanos(Math.max(0L, timeout - elapsedNanos()));
  }

  @Override
  public void requestSent() {
    requests.incrementAndGet();
  }

  /** How many requests were sent, one at least: for receipts, which are given after the first. */
  int requests() {
    return Math.max(1, requests.get());
  }

  /** The timeout was for what is done now; what comes later has no end. */
  void untimed() {
    timeoutNanos = UNBOUNDED;
  }

  /** Whether there is a timeout. */
  boolean timed() {
    return timeoutNanos != UNBOUNDED;
  }

  /** Whether the timeout has come. */
  boolean expired() {
    return timed() && elapsedNanos() >= timeoutNanos;
  }

  /** When the timeout comes. */
  Deadline deadline() {
    return timed() ? Deadline.after(remaining(), ticker) : Deadline.never();
  }

  /** Time since the call began. */
  Duration elapsed() {
    return Duration.ofNanos(elapsedNanos());
  }

  /** The calling thread goes in; false if the storage was closed meanwhile. */
  boolean enter() {
    thread = Thread.currentThread();
    if (aborted) {
      exit();
      return false;
    }
    return true;
  }

  /** The calling thread goes out. */
  void exit() {
    thread = null;
    if (aborted) {
      calls.settle(this);
    }
  }

  /**
   * As {@link #heldBy(Runnable)}, and frees it also if the caller drops its handle.
   *
   * @param handle nothing that this call refers to refers to it
   */
  void heldBy(Object handle, Runnable freeing) {
    leak = calls.watch(handle, this);
    heldBy(freeing);
  }

  /** What {@link OpenCalls} runs, in another thread, to free what this call holds. Idempotent. */
  void heldBy(Runnable freeing) {
    release = freeing;
    if (aborted) {
      freeing.run();
    }
  }

  /** The thread goes out, but the call goes on until {@link #end}: its caller holds something. */
  void stayOpen() {
    open = true;
    exit();
  }

  /** Whether the caller holds something. */
  boolean open() {
    return open;
  }

  /** What frees what this call holds. */
  @Nullable Runnable release() {
    return release;
  }

  /** Whether the caller has a handle that was not closed. */
  boolean held() {
    return leak != null;
  }

  /** Nothing of this call is left. Idempotent. */
  void end() {
    leak = null;
    calls.ended(this);
  }

  /** Whether the storage gave this up when it was closed. */
  boolean aborted() {
    return aborted;
  }

  /** Whether a thread is inside. */
  boolean busy() {
    return thread != null;
  }

  /** Interrupts the thread that is inside. Called under the lock of {@link OpenCalls}. */
  @Nullable Runnable abort() {
    aborted = true;
    Thread inside = thread;
    if (inside != null) {
      interrupted = inside;
      inside.interrupt();
    }
    return release;
  }

  /** Takes back the interrupt of {@link #abort}. Called under the lock of {@link OpenCalls}. */
  void settle() {
    if (Thread.currentThread().equals(interrupted)) {
      interrupted = null;
      boolean ignored = Thread.interrupted();
    }
  }

  private long elapsedNanos() {
    return ticker.nanos() - startedNanos;
  }

  private static long nanos(Duration timeout) {
    Duration farthest = CallContext.unbounded().remaining();
    return (timeout.compareTo(farthest) < 0 ? timeout : farthest).toNanos();
  }
}
