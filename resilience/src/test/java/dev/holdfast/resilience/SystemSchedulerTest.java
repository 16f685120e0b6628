// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {

  private static final Duration TINY = Duration.ofNanos(1);

  @Test
  void close_afterWork_leavesNoThread() throws Exception {
    List<Thread> used = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(10);
    try (Scheduler scheduler = Scheduler.system("closing", 2)) {
      for (int i = 0; i < 10; i++) {
        scheduler.schedule("work " + i, Duration.ZERO, () -> work(used, done));
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    for (Thread thread : used) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(thread.isDaemon()).isTrue();
    }
  }

  private static void work(List<Thread> used, CountDownLatch done) {
    used.add(Thread.currentThread());
    done.countDown();
  }

  @Test
  void schedule_running_showsItsNameInTheThreadName() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(2);
    try (Scheduler scheduler = Scheduler.system("naming", 1)) {
      for (String name : List.of("first", "second")) {
        scheduler.schedule(
            name,
            Duration.ZERO,
            () -> {
              names.add(Thread.currentThread().getName());
              done.countDown();
            });
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(names).containsExactly("naming-1 first", "naming-1 second");
  }

  @Test
  void repeat_taskThatThrows_isReportedAndRepeats() throws Exception {
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    try (Scheduler scheduler = Scheduler.system("faulty", 1)) {
      scheduler.repeat("faulty", TINY, () -> fail(runs.incrementAndGet(), reported));
      RealThreads.await(() -> reported.size() >= 4);
    }
    List<Throwable> seen = List.copyOf(reported); // the last run may still be reporting
    assertThat(seen.subList(0, 4))
        .extracting(Throwable::getMessage)
        .containsExactly("run 1", "run 2", "run 3", "run 4");
    assertThat(seen.get(1)).isInstanceOf(AssertionError.class);
  }

  /** Throws exceptions and errors in turn; the handler itself fails as well. */
  private static void fail(int run, List<Throwable> reported) {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, thrown) -> {
              reported.add(thrown);
              throw new IllegalStateException("the handler is broken too");
            });
    if (run % 2 == 0) {
      throw new AssertionError("run " + run);
    }
    throw new IllegalArgumentException("run " + run);
  }

  @Test
  void cancel_repeatedTask_runsNoMore() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch later = new CountDownLatch(1);
    try (Scheduler scheduler = Scheduler.system("cancelling", 1)) {
      Scheduler.Task task = scheduler.repeat("often", TINY, runs::incrementAndGet);
      RealThreads.await(() -> runs.get() > 0);
      task.cancel();
      AtomicInteger atCancel = new AtomicInteger();
      scheduler.schedule("mark", Duration.ZERO, () -> atCancel.set(runs.get()));
      scheduler.schedule("later", Duration.ofMillis(5), later::countDown);
      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(runs).hasValue(atCancel.get());
    }
  }

  @Test
  void close_runningTask_isInterruptedAndWorkIsRefusedAfterwards() {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Scheduler scheduler = Scheduler.system("interrupting", 1);
    scheduler.schedule(
        "waits",
        Duration.ZERO,
        () -> {
          started.countDown();
          try {
            Waits.parking().pause(Duration.ofMinutes(1), Ticker.system());
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
        });
    RealThreads.await(() -> started.getCount() == 0);
    scheduler.close();
    scheduler.close();
    RealThreads.await(interrupted::get);
    assertThatIllegalStateException()
        .isThrownBy(() -> scheduler.schedule("late", Duration.ZERO, () -> {}))
        .withMessageContaining("late");
  }

  @Test
  void schedule_badArguments_areRefused() {
    try (Scheduler scheduler = Scheduler.system("strict", 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scheduler.schedule("x", Duration.ofNanos(-1), () -> {}));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scheduler.repeat("x", Duration.ZERO, () -> {}));
      Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
      scheduler.schedule("in a thousand years", huge, () -> {}).cancel();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Scheduler.system("none", 0));
  }
}
