// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A fault that was put into a {@link ScriptedS3}: tells how often it struck, lets go what it holds,
 * and takes it out again. Thread-safe.
 */
public final class S3Injection {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Supplier<HttpAnswer>> held = new ArrayDeque<>();
  private final Events events;
  private final RequestMatcher matcher;
  private final S3Fault fault;
  private long skip;
  private long left;
  private long fired;
  private boolean free;

  S3Injection(RequestMatcher matcher, S3Fault fault, long skip, long times, Events events) {
    this.matcher = matcher;
    this.fault = fault;
    this.skip = skip;
    this.left = times;
    this.events = events;
  }

  /** What goes wrong. */
  public S3Fault fault() {
    return fault;
  }

  /** How many requests the fault has taken. */
  public long fired() {
    return locked(() -> fired);
  }

  /** How many requests are held and have not been released. */
  public int held() {
    return locked(held::size);
  }

  /**
   * Waits until the fault has taken so many requests.
   *
   * @return false when the limit has come, or on an interrupt, which is kept
   */
  public boolean awaitFired(long count, Duration limit) {
    return events.await(() -> fired() >= count, limit);
  }

  /**
   * Waits until so many requests are held.
   *
   * @return false when the limit has come, or on an interrupt, which is kept
   */
  public boolean awaitHeld(int count, Duration limit) {
    return events.await(() -> held() >= count, limit);
  }

  /**
   * Performs what a {@link S3Fault#hold} keeps, in the order of arrival and in the calling thread,
   * and lets go what a {@link S3Fault#stall} or a {@link S3Fault#blackHole} keeps. Requests that
   * come later are held again, but no longer stalled or ignored.
   *
   * @return the status that each held request would have been answered with
   */
  public List<Integer> release() {
    List<Supplier<HttpAnswer>> all =
        locked(
            () -> {
              free = true;
              List<Supplier<HttpAnswer>> taken = new ArrayList<>(held);
              held.clear();
              return taken;
            });
    events.changed();
    return all.stream().map(effect -> effect.get().status()).toList();
  }

  /** Takes no further request. What is held stays held. Does nothing the second time. */
  public void remove() {
    long ignored = locked(() -> left = 0);
  }

  @Override
  public String toString() {
    return matcher + ": " + fault;
  }

  /** Whether the fault takes a request; it then counts as fired. */
  boolean takes(RecordedRequest request) {
    if (!matcher.matches(request)) {
      return false;
    }
    return locked(
        () -> {
          if (left > 0 && skip > 0) {
            skip--;
            return false;
          }
          boolean taken = left > 0;
          left -= taken ? 1 : 0;
          fired += taken ? 1 : 0;
          return taken;
        });
  }

  void hold(Supplier<HttpAnswer> effect) {
    boolean ignored = locked(() -> held.add(effect));
    events.changed();
  }

  boolean released() {
    return locked(() -> free);
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
