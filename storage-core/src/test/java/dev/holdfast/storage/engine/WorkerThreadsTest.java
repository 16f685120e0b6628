// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads of a storage: virtual where there are any, else few, named, daemon. */
class WorkerThreadsTest {

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  @Test
  void factory_ofVirtualThreads_isThereWhereTheJdkHasThem() {
    Optional<ThreadFactory> factory = VirtualThreads.factory("holdfast-test-");
    boolean expected = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    assertThat(factory.isPresent()).isEqualTo(expected);
    factory.ifPresent(
        threads -> {
          Thread thread = threads.newThread(() -> {});
          assertThat(thread.getName()).isEqualTo("holdfast-test-0");
          assertThat(thread.isDaemon()).isTrue();
        });
  }

  @Test
  void factory_whereTheBuilderIsMissing_isEmpty() {
    assertThat(VirtualThreads.factory("java.lang.NoSuchBuilder", "x")).isEmpty();
    assertThat(VirtualThreads.factory("java.lang.String", "x")).isEmpty();
  }

  @Test
  void threads_areNamedDaemons() {
    WorkerThreads threads = WorkerThreads.of("named");
    for (String part : new String[] {"async", "content"}) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      (part.equals("async") ? threads.calls() : threads.content())
          .execute(() -> thread.complete(Thread.currentThread()));
      assertThat(Eventually.value(thread).getName()).isEqualTo("holdfast-named-" + part + "-0");
      assertThat(Eventually.value(thread).isDaemon()).isTrue();
    }
    threads.end().run();
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-named").isEmpty());
  }

  @Test
  void contents_moreThanThePoolTakes_areRejected() {
    WorkerThreads threads =
        WorkerThreads.pooled(
            WorkerThreads.daemons("holdfast-full-async-"),
            WorkerThreads.daemons("holdfast-full-content-"));
    CountDownLatch let = new CountDownLatch(1);
    for (int content = 0; content < WorkerThreads.MOST_CONTENTS; content++) {
      threads.content().execute(() -> Eventually.open(let));
    }
    assertThatThrownBy(() -> threads.content().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    let.countDown();
    threads.end().run();
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-full").isEmpty());
  }

  @Test
  void digest_thatThePlatformLacks_isAnIllegalState() {
    assertThatThrownBy(() -> RunningChecksum.digest("no such"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no such");
  }

  @Test
  void runningThread_isInterruptedOnlyInside() {
    RunningThread running = new RunningThread();
    assertThat(running.enter()).isTrue();
    assertThat(running.stop()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    running.exit();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(running.stop()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(running.enter()).isFalse();
    assertThat(new RunningThread().stop()).isFalse();
  }

  @Test
  void start_cancelled_interruptsTheWorkAndNothingElse() {
    WorkerThreads threads =
        WorkerThreads.pooled(work -> new Thread(work), work -> new Thread(work));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Scheduler.Task task =
        threads.start(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    Eventually.open(begun);
    task.cancel();
    Eventually.open(interrupted);
    threads.end().run();
  }

  @Test
  void start_cancelledBeforeItBegins_neverRuns() {
    List<Runnable> waiting = new ArrayList<>();
    WorkerThreads threads = new WorkerThreads(Runnable::run, waiting::add, () -> {});
    AtomicInteger runs = new AtomicInteger();
    threads.start(runs::incrementAndGet).cancel();
    Scheduler.Task late = threads.start(runs::incrementAndGet);
    waiting.forEach(Runnable::run);
    late.cancel();
    assertThat(runs).hasValue(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
