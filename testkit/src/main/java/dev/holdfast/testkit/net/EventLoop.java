// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One daemon thread that serves channels and timers: the adapter of this package to real time and
 * real waiting.
 *
 * <p>Implementation notes. One lock guards all state of a proxy or server. Handlers and timers run
 * on the loop's thread with the lock held and never block; other threads enter through {@link
 * #run}, {@link #call} and {@link #read}. The loop waits in {@code select} without the lock, other
 * threads wait on the condition. The lock may be held when the selector's own monitors are taken
 * ({@link #finishClosing}), never the other way round: the thread does not take the lock inside
 * {@code select}. A channel that is registered gives up its descriptor only at the next select.
 */
final class EventLoop {
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

  /** What to do when a channel is ready. */
  interface Handler {
    void ready(SelectionKey key);
  }

  /** A task for later. */
  final class Timer {
    private final long dueNanos;
    private final Runnable task;

    private Timer(long dueNanos, Runnable task) {
      this.dueNanos = dueNanos;
      this.task = task;
    }

    void cancel() {
      timers.remove(this);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.dueNanos, b.dueNanos));
  private final long originNanos = System.nanoTime();
  private final Selector selector;
  private final Thread thread;
  private boolean closed;

  EventLoop() {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector can be opened: " + e.getMessage(), e);
    }
    this.thread = new Thread(this::loop);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  void start(String name) {
    thread.setName(name);
    thread.start();
  }

  /** Time since this loop was made. */
  long nanos() {
    return System.nanoTime() - originNanos;
  }

  /** Runs a change under the lock and wakes the loop. */
  void run(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      changed.signalAll();
      lock.unlock();
      selector.wakeup();
    }
  }

  /** Like {@link #run}, with a result. */
  <T> T call(Supplier<T> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      changed.signalAll();
      lock.unlock();
      selector.wakeup();
    }
  }

  long read(LongSupplier value) {
    lock.lock();
    try {
      return value.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    return closed;
  }

  /** Waits until the condition holds; false at the limit, on close, and on interrupt (kept). */
  boolean await(BooleanSupplier condition, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (closed || left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Serves a non-blocking channel; the loop closes it at the latest when it ends. */
  SelectionKey register(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    return channel.register(selector, operations, handler);
  }

  Timer schedule(long dueNanos, Runnable task) {
    Timer timer = new Timer(dueNanos, task);
    timers.add(timer);
    return timer;
  }

  /** Lets channels that were closed give up their descriptors now. Needs the lock. */
  void finishClosing() {
    selector.wakeup();
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed: " + e.getMessage(), e);
    }
  }

  /** Closes all channels and waits for the thread to end. */
  void close() {
    run(() -> closed = true);
    if (!thread.isAlive()) {
      closeChannels();
      return;
    }
    boolean interrupted = false;
    long end = nanos() + JOIN_LIMIT.toNanos();
    for (long left = end - nanos(); thread.isAlive() && left > 0; left = end - nanos()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      long waitMillis = step(List.of());
      while (waitMillis >= 0) {
        selector.select(waitMillis);
        waitMillis = step(selector.selectedKeys());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed: " + e.getMessage(), e);
    } finally {
      run(() -> closed = true);
      closeChannels();
    }
  }

  /** Serves what is ready; returns how long to wait, 0 for ever, negative for the end. */
  private long step(Iterable<SelectionKey> selected) {
    lock.lock();
    try {
      List<SelectionKey> ready = new ArrayList<>();
      selected.forEach(ready::add);
      selector.selectedKeys().clear();
      for (SelectionKey key : ready) {
        if (!closed && key.isValid() && key.attachment() instanceof Handler handler) {
          handler.ready(key);
        }
      }
      long waitMillis = runTimers();
      changed.signalAll();
      return closed ? -1 : waitMillis;
    } finally {
      lock.unlock();
    }
  }

  private long runTimers() {
    long now = nanos();
    while (!closed && !timers.isEmpty()) {
      Timer next = timers.element();
      if (next.dueNanos > now) {
        return TimeUnit.NANOSECONDS.toMillis(next.dueNanos - now) + 1;
      }
      timers.remove();
      next.task.run();
    }
    return 0;
  }

  private void closeChannels() {
    lock.lock();
    try {
      if (selector.isOpen()) {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
        selector.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a channel could not be closed: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
