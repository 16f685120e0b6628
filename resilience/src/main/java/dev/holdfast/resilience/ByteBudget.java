// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A limit on bytes in flight (buffers, bodies) that callers wait for in the order in which they
 * came.
 *
 * <p>Strictly first come, first served: while a large request waits, smaller ones behind it wait
 * too, so it cannot starve. Thread-safe.
 */
public final class ByteBudget {

  /*
   * Implementation notes.
   * Invariants, under the lock: inFlight <= limit; whenever the lock is free, the head of the queue
   * does not fit. Whoever gives bytes back or leaves the queue grants to those that now fit, and
   * wakes them after unlocking. A waiter that gives up was either still queued (it leaves) or granted
   * in the meantime (it gives back); the lock decides which.
   */
  private final long limitBytes;
  private final Waits waits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> queue = new ArrayDeque<>();
  private long inFlight;

  private ByteBudget(long limitBytes, Waits waits) {
    this.limitBytes = limitBytes;
    this.waits = waits;
  }

  /**
   * A budget with nothing in flight.
   *
   * @throws IllegalArgumentException if {@code limitBytes} is less than one
   */
  public static ByteBudget create(long limitBytes, Waits waits) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limitBytes must be 1 or more: " + limitBytes);
    }
    return new ByteBudget(limitBytes, waits);
  }

  /** Bytes in flight at the most, and the largest single request. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Bytes in flight now. */
  public long inFlightBytes() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** How many callers wait. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for room.
   *
   * @param bytes zero or more, at most {@link #limitBytes()}
   * @return the bytes, given back when closed; empty if the deadline came first
   * @throws IllegalArgumentException if {@code bytes} is out of range
   * @throws InterruptedException if the calling thread is interrupted while waiting
   */
  public Optional<Lease> acquire(long bytes, Deadline deadline) throws InterruptedException {
    if (bytes < 0 || bytes > limitBytes) {
      throw new IllegalArgumentException(
          "a request of " + bytes + " bytes does not fit a budget of " + limitBytes);
    }
    Waiter waiter = new Waiter(bytes);
    enter(waiter);
    boolean granted = false;
    try {
      granted = waits.await(waiter.signal, deadline);
    } finally {
      if (!granted) {
        leave(waiter);
      }
    }
    return granted ? Optional.of(new HeldBytes(waiter)) : Optional.empty();
  }

  private void enter(Waiter waiter) {
    lock.lock();
    try {
      queue.add(waiter);
      List<Waiter> ignored = grant(); // nobody but the new one can be granted, and it looks first
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a waiter out of the queue, or its bytes back if it was granted; lets the next ones in.
   */
  private void leave(Waiter waiter) {
    List<Waiter> granted;
    lock.lock();
    try {
      if (waiter.granted) {
        inFlight -= waiter.bytes;
      } else {
        queue.remove(waiter);
      }
      granted = grant();
    } finally {
      lock.unlock();
    }
    granted.forEach(next -> next.signal.changed());
  }

  /** Grants from the head of the queue while it fits; called under the lock. */
  private List<Waiter> grant() {
    List<Waiter> granted = new ArrayList<>();
    Waiter head = queue.peek();
    while (head != null && head.bytes <= limitBytes - inFlight) {
      queue.remove();
      inFlight += head.bytes;
      head.granted = true;
      granted.add(head);
      head = queue.peek();
    }
    return granted;
  }

  @Override
  public String toString() {
    return "byte budget, " + inFlightBytes() + " of " + limitBytes + " in flight";
  }

  /** Bytes in flight. Thread-safe. */
  public interface Lease extends AutoCloseable {

    /** How many. */
    long bytes();

    /** Gives them back. Idempotent. */
    @Override
    void close();
  }

  private final class HeldBytes implements Lease {

    private final Waiter holder;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldBytes(Waiter holder) {
      this.holder = holder;
    }

    @Override
    public long bytes() {
      return holder.bytes;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        leave(holder);
      }
    }
  }

  private static final class Waiter {

    private final long bytes;
    private final Signal signal = Signal.of(this::granted);
    private volatile boolean granted;

    Waiter(long bytes) {
      this.bytes = bytes;
    }

    private boolean granted() {
      return granted;
    }
  }
}
