// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private final ManualTicker ticker = new ManualTicker();

  @Test
  void tryWithdraw_fiveDeposits_paysOne() {
    RetryBudget budget = RetryBudget.of(0.2, 0, ticker);
    for (int i = 0; i < 4; i++) {
      budget.deposit();
    }
    assertThat(budget.tryWithdraw()).isFalse();
    budget.deposit();
    assertThat(budget.available()).isEqualTo(1);
    assertThat(budget.tryWithdraw()).isTrue();
    assertThat(budget.tryWithdraw()).isFalse();
  }

  @Test
  void tryWithdraw_noDeposits_paysTheFloorEachTenSeconds() {
    RetryBudget budget = RetryBudget.of(0.2, 3, ticker);
    assertThat(drain(budget)).isEqualTo(30);
    ticker.advance(Duration.ofSeconds(9));
    assertThat(drain(budget)).isZero();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(drain(budget)).isEqualTo(30);
  }

  @Test
  void tryWithdraw_depositsOlderThanTenSeconds_areForgotten() {
    RetryBudget budget = RetryBudget.of(1, 0, ticker);
    budget.deposit();
    ticker.advance(Duration.ofSeconds(5));
    budget.deposit();
    ticker.advance(Duration.ofSeconds(5));
    assertThat(drain(budget)).isEqualTo(1);
    ticker.advance(Duration.ofDays(400));
    assertThat(budget.available()).isZero();
  }

  @Test
  void tryWithdraw_randomTraffic_neverExceedsRatioAndFloor() {
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double ratio = random.nextInt(0, 101) / 100.0;
      int floor = random.nextInt(0, 5);
      RetryBudget budget = RetryBudget.of(ratio, floor, ticker);
      Duration elapsed = Duration.ZERO;
      long requests = 0;
      long extra = 0;
      for (int i = 0; i < 2_000; i++) {
        switch (random.nextInt(3)) {
          case 0 -> {
            budget.deposit();
            requests++;
          }
          case 1 -> extra += budget.tryWithdraw() ? 1 : 0;
          default -> {
            Duration step = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 30 : 3_000));
            ticker.advance(step);
            elapsed = elapsed.plus(step);
          }
        }
        long begun = elapsed.toSeconds() / 10 + 1;
        assertThat((double) extra)
            .as("seed %d, ratio %s, floor %d", seed, ratio, floor)
            .isLessThanOrEqualTo(ratio * requests + 10.0 * floor * begun + 1e-3);
      }
    }
  }

  @Test
  void tryWithdraw_eightThreads_paysNoMoreThanThereIs() throws Exception {
    RetryBudget budget = RetryBudget.of(0.1, 0, ticker);
    AtomicInteger paid = new AtomicInteger();
    RealThreads threads = new RealThreads();
    for (int t = 0; t < 8; t++) {
      threads.start(
          "client-" + t,
          () -> {
            for (int i = 0; i < 1_000; i++) {
              budget.deposit();
              paid.addAndGet(budget.tryWithdraw() ? 1 : 0);
            }
            return null;
          });
    }
    threads.join();
    assertThat(paid.get() + drain(budget)).isEqualTo(800);
  }

  @Test
  void of_outOfRange_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RetryBudget.of(-0.1, 0, ticker));
    assertThatIllegalArgumentException().isThrownBy(() -> RetryBudget.of(Double.NaN, 0, ticker));
    assertThatIllegalArgumentException().isThrownBy(() -> RetryBudget.of(0.1, -1, ticker));
    assertThat(RetryBudget.standard(ticker).available()).isEqualTo(30);
  }

  private static int drain(RetryBudget budget) {
    int paid = 0;
    while (paid < 10_000 && budget.tryWithdraw()) {
      paid++;
    }
    return paid;
  }
}
