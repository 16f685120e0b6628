// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget budget = ByteBudget.create(100, Waits.parking());
  private final RealThreads threads = new RealThreads();

  @Test
  void acquire_room_isGrantedAtOnceAndGivenBackOnce() throws Exception {
    ByteBudget.Lease lease = now(60);
    assertThat(lease.bytes()).isEqualTo(60);
    assertThat(budget.inFlightBytes()).isEqualTo(60);
    lease.close();
    lease.close();
    assertThat(budget.inFlightBytes()).isZero();
  }

  @Test
  void acquire_noRoom_givesUpAtTheDeadlineAndLeavesTheQueue() throws Exception {
    ByteBudget.Lease lease = now(60);
    Deadline soon = Deadline.after(Duration.ofMillis(5), Ticker.system());
    assertThat(budget.acquire(41, soon)).isEmpty();
    assertThat(budget.waiting()).isZero();
    assertThat(budget.acquire(40, soon)).isPresent();
    lease.close();
  }

  @Test
  void acquire_largeOneWaits_smallerOnesBehindItWaitToo() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    ByteBudget.Lease first = now(60);
    ByteBudget.Lease second = now(30);
    enqueue("large", 90, order, 1);
    enqueue("small", 20, order, 2); // does not fit beside the large one
    second.close();
    assertThat(budget.waiting()).isEqualTo(2);
    first.close();
    threads.join();
    assertThat(order).containsExactly("large", "small");
  }

  @Test
  void acquire_headOfTheQueueInterrupted_letsTheNextOneIn() throws Exception {
    ByteBudget.Lease lease = now(60);
    Thread large =
        threads.start(
            "large",
            () -> {
              assertThatThrownBy(() -> budget.acquire(90, RealThreads.generous()))
                  .isInstanceOf(InterruptedException.class);
              return null;
            });
    RealThreads.await(() -> budget.waiting() == 1);
    enqueue("small", 5, new CopyOnWriteArrayList<>(), 2);
    large.interrupt();
    threads.join();
    lease.close();
    assertThat(budget.inFlightBytes()).isZero();
  }

  @Test
  void acquire_interruptedThreadWithRoom_takesNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> budget.acquire(10, Deadline.never()))
        .isInstanceOf(InterruptedException.class);
    assertThat(budget.inFlightBytes()).isZero();
  }

  @Test
  void acquire_eightThreadsRandomSizes_neverOverTheLimitAndAllServed() throws Exception {
    AtomicLong inFlight = new AtomicLong();
    for (int t = 0; t < 8; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.start(
          "client-" + t,
          () -> {
            for (int i = 0; i < 500; i++) {
              use(random.nextInt(1, 101), inFlight);
            }
            return null;
          });
    }
    threads.join();
    assertThat(inFlight).hasValue(0);
    assertThat(budget.inFlightBytes()).isZero();
    assertThat(budget.waiting()).isZero();
  }

  private void use(int bytes, AtomicLong inFlight) throws InterruptedException {
    try (ByteBudget.Lease lease = budget.acquire(bytes, RealThreads.generous()).orElseThrow()) {
      assertThat(inFlight.addAndGet(lease.bytes())).isLessThanOrEqualTo(100);
      inFlight.addAndGet(-lease.bytes());
    }
  }

  @Test
  void acquire_moreThanTheLimit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget.acquire(101, Deadline.never()))
        .withMessageContainingAll("101", "100");
    assertThatIllegalArgumentException().isThrownBy(() -> budget.acquire(-1, Deadline.never()));
    assertThatIllegalArgumentException().isThrownBy(() -> ByteBudget.create(0, Waits.parking()));
  }

  private ByteBudget.Lease now(long bytes) throws InterruptedException {
    return budget.acquire(bytes, Deadline.after(Duration.ZERO, Ticker.system())).orElseThrow();
  }

  /** Starts a thread that acquires, notes its turn and gives back; returns when it is queued. */
  private void enqueue(String name, long bytes, List<String> order, int waiting) {
    threads.start(
        name,
        () -> {
          try (ByteBudget.Lease lease =
              budget.acquire(bytes, RealThreads.generous()).orElseThrow()) {
            order.add(name);
            return lease.bytes();
          }
        });
    RealThreads.await(() -> budget.waiting() == waiting);
  }
}
