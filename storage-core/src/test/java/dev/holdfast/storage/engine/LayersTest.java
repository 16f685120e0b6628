// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.resilience.HedgeTrigger;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The layers of a pipeline together, behind its front. */
class LayersTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();
  private final FaultInjectingDriver faults = FaultInjectingDriver.over(driver);
  private final Layers heard = new Layers();

  @Test
  void build_withALimitThatMakesNoSense_isRefused() {
    assertThatThrownBy(() -> Pipeline.around(driver).limit(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit must be 1 or more: 0");
  }

  @Test
  void F1_backendIsDown_furtherCallsAreRefusedWithoutARequest() {
    faults.inject(DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED).always());
    try (FileStorage storage =
        Pipeline.around(faults).observer(heard).breaker(BreakerSettings.standard()).build()) {
      for (int call = 0; call < 20; call++) {
        assertThatStorageFailure(() -> storage.stat(KEY)).isNotApplied(Kind.UNAVAILABLE);
      }
      assertThat(faults.calls(StorageOperation.STAT)).isEqualTo(5);
      assertThat(heard.lines)
          .hasSize(20)
          .startsWith("attempt stat UNAVAILABLE")
          .endsWith("stat BREAKER_REFUSED");
    }
  }

  @Test
  void F18_limitIsReached_breakerStaysClosed() {
    try (FileStorage storage =
        Pipeline.around(faults)
            .observer(heard)
            .breaker(BreakerSettings.standard())
            .limit(2)
            .build()) {
      storage.upload(KEY, Content.ofBytes(new byte[10]));
      Download first = storage.download(KEY);
      Download second = storage.download(KEY);
      for (int call = 0; call < 20; call++) {
        assertThatStorageFailure(() -> storage.stat(KEY)).isNotApplied(Kind.OVERLOADED);
      }
      first.close();
      second.close();
      assertThat(storage.exists(KEY)).isTrue();
      assertThat(heard.lines).contains("stat LIMIT_REFUSED").doesNotContain("stat BREAKER_REFUSED");
    }
  }

  @Test
  void hedge_firstRequestIsStuck_secondAnswersInThreadsOfTheStorage() {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    List<String> threads = new CopyOnWriteArrayList<>();
    driver.before =
        () -> {
          threads.add(Thread.currentThread().getName());
          if (calls.incrementAndGet() == 1) {
            Eventually.openDespiteInterrupts(stuck);
          }
        };
    try (FileStorage storage =
        Pipeline.around(faults)
            .name("hedging")
            .observer(heard)
            .hedge(trigger())
            .breaker(BreakerSettings.standard())
            .build()) {
      assertThat(storage.exists(KEY)).isFalse();
      assertThat(heard.lines).containsExactlyInAnyOrder("stat HEDGE", "attempt stat");
      assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("holdfast-hedging-content-"));
      stuck.countDown();
      Eventually.holds("the first has ended", () -> heard.lines.size() == 3);
    }
  }

  @Test
  void hedge_bothRequestsFail_bothAreCounted() {
    CountDownLatch second = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    driver.before =
        () -> {
          if (calls.incrementAndGet() == 1) {
            Eventually.openDespiteInterrupts(second);
          }
          second.countDown();
          throw StorageException.builder(Kind.UNAVAILABLE).build();
        };
    RetryBudget budget = RetryBudget.standard(Ticker.system());
    try (FileStorage storage =
        Pipeline.around(driver)
            .observer(heard)
            .hedge(trigger())
            .retry(RetryPolicy.never(), budget)
            .build()) {
      assertThatStorageFailure(() -> storage.stat(KEY))
          .isNotApplied(Kind.UNAVAILABLE)
          .matches(failure -> failure.attempts() == 2, "two requests");
    }
  }

  @Test
  void hedge_breakerIsOpen_sendsOneRequest() {
    try (FileStorage storage =
        Pipeline.around(faults)
            .observer(heard)
            .hedge(trigger())
            .breaker(BreakerSettings.standard())
            .build()) {
      faults.inject(
          DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED)
              .on(StorageOperation.LIST)
              .always());
      for (int call = 0; call < 5; call++) {
        assertThatStorageFailure(() -> storage.list("").hasNext()).hasKind(Kind.UNAVAILABLE);
      }
      Thread caller = Thread.currentThread();
      driver.before = () -> assertThat(Thread.currentThread()).isSameAs(caller);
      assertThat(storage.exists(KEY)).isFalse();
    }
  }

  @Test
  void hedge_onAScheduler_runsAsItsTasks() {
    Scheduler scheduler = Scheduler.system("tasks", 2);
    try (FileStorage storage = Pipeline.around(faults).hedge(trigger(), scheduler).build()) {
      driver.before = () -> assertThat(Thread.currentThread().getName()).matches("tasks-\\d stat");
      assertThat(storage.exists(KEY)).isFalse();
    }
    scheduler.close();
  }

  private static HedgeTrigger trigger() {
    HedgeTrigger trigger =
        HedgeTrigger.builder(Ticker.system(), RetryBudget.standard(Ticker.system()))
            .minimumSamples(1)
            .shortest(Duration.ofMillis(1))
            .build();
    trigger.record(Duration.ofMillis(1));
    return trigger;
  }

  /** Writes down attempts and measures. */
  private static final class Layers implements StorageObserver {

    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void attemptEnded(
        String storage,
        StorageOperation operation,
        Duration elapsed,
        @Nullable StorageException failure) {
      lines.add("attempt " + operation + (failure == null ? "" : " " + failure.kind()));
    }

    @Override
    public void measureTaken(String storage, StorageOperation operation, Measure measure) {
      lines.add(operation + " " + measure);
    }
  }
}
