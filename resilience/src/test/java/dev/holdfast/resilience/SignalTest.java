// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Waits on real threads. */
class SignalTest {

  private final RealThreads threads = new RealThreads();
  private final Waits waits = Waits.parking();

  @Test
  void await_conditionHolds_returnsAtOnceEvenWhenExpired() throws Exception {
    Deadline expired = Deadline.after(Duration.ZERO, Ticker.system());
    assertThat(waits.await(Signal.of(() -> true), expired)).isTrue();
    assertThat(waits.await(Signal.never(), expired)).isFalse();
  }

  @Test
  void await_changeAnnounced_wakesEveryWaiter() throws Exception {
    AtomicBoolean open = new AtomicBoolean();
    Signal gate = Signal.of(open::get);
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiters.add(
          threads.start(
              "waiter-" + i,
              () -> {
                assertThat(waits.await(gate, RealThreads.generous())).isTrue();
                return null;
              }));
    }
    waiters.forEach(RealThreads::awaitParked);
    open.set(true);
    gate.changed();
    threads.join();
    assertThat(gate.changes()).isEqualTo(1);
  }

  @Test
  void await_announcedWithoutChange_keepsWaiting() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean open = new AtomicBoolean();
    Signal gate =
        Signal.of(
            () -> {
              looks.incrementAndGet();
              return open.get();
            });
    threads.start("waiter", () -> waits.await(gate, RealThreads.generous()));
    for (int i = 1; i < 5; i++) {
      int seen = i;
      RealThreads.await(() -> looks.get() == seen);
      gate.changed();
    }
    RealThreads.await(() -> looks.get() == 5);
    open.set(true);
    gate.changed();
    threads.join();
  }

  @Test
  void await_deadlineComes_returnsFalse() throws Exception {
    Deadline soon = Deadline.after(Duration.ofMillis(5), Ticker.system());
    assertThat(waits.await(Signal.never(), soon)).isFalse();
    assertThat(soon.expired()).isTrue();
  }

  @Test
  void await_deadlineComes_looksOnceMore() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Signal second = Signal.of(() -> looks.incrementAndGet() == 2);
    Deadline soon = Deadline.after(Duration.ofMillis(5), Ticker.system());
    assertThat(waits.await(second, soon)).isTrue();
  }

  @Test
  void await_manyChangesByAnotherThread_losesNone() throws Exception {
    AtomicInteger ball = new AtomicInteger();
    Signal even = Signal.of(() -> ball.get() % 2 == 0);
    Signal odd = Signal.of(() -> ball.get() % 2 == 1);
    threads.start("ping", () -> play(ball, even, odd));
    threads.start("pong", () -> play(ball, odd, even));
    threads.join();
    assertThat(ball).hasValue(2 * 5_000);
  }

  private Void play(AtomicInteger ball, Signal mine, Signal theirs) throws Exception {
    for (int i = 0; i < 5_000; i++) {
      assertThat(waits.await(mine, RealThreads.generous())).isTrue();
      ball.incrementAndGet();
      theirs.changed();
    }
    return null;
  }

  @Test
  void changed_underALockThatTheConditionTakes_doesNotDeadlock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    AtomicInteger value = new AtomicInteger();
    Signal high =
        Signal.of(
            () -> {
              lock.lock();
              try {
                return value.get() >= 20_000;
              } finally {
                lock.unlock();
              }
            });
    threads.start("waiter", () -> waits.await(high, RealThreads.generous()));
    threads.start(
        "writer",
        () -> {
          for (int i = 0; i < 20_000; i++) {
            lock.lock();
            try {
              value.incrementAndGet();
              high.changed();
            } finally {
              lock.unlock();
            }
          }
          return null;
        });
    threads.join();
  }

  @Test
  void await_interruptedBefore_throwsAndClearsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> waits.await(Signal.of(() -> true), Deadline.never()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void await_interruptedWhileParked_throws() throws Exception {
    Thread waiter =
        threads.start(
            "waiter",
            () -> {
              assertThatThrownBy(() -> waits.await(Signal.never(), RealThreads.generous()))
                  .isInstanceOf(InterruptedException.class);
              return null;
            });
    RealThreads.awaitParked(waiter);
    waiter.interrupt();
    threads.join();
  }

  @Test
  void pause_duration_letsItPass() throws Exception {
    long before = Ticker.system().nanos();
    waits.pause(Duration.ofMillis(3), Ticker.system());
    assertThat(Ticker.system().nanos() - before).isGreaterThanOrEqualTo(3_000_000);
  }
}
