// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HedgeTriggerTest {

  private final ManualTicker ticker = new ManualTicker();
  private final RetryBudget budget = RetryBudget.of(0.05, 0, ticker);
  private final HedgeTrigger trigger = HedgeTrigger.builder(ticker, budget).build();

  @Test
  void begin_fewerThanTwoHundredLatencies_knowsNoDelay() {
    record(199, Duration.ofSeconds(1));
    assertThat(trigger.begin()).isEmpty();
    record(1, Duration.ofSeconds(1));
    assertThat(trigger.begin()).isPresent();
  }

  @Test
  void begin_evenLatencies_isAThirdMore() {
    record(300, Duration.ofSeconds(2));
    assertThat(trigger.begin())
        .hasValueSatisfying(
            delay ->
                assertThat(delay).isBetween(Duration.ofMillis(2_600), Duration.ofMillis(2_925)));
  }

  @Test
  void begin_fewOutliers_areOverlooked() {
    record(196, Duration.ofSeconds(1));
    record(4, Duration.ofMinutes(5));
    assertThat(trigger.begin())
        .hasValueSatisfying(delay -> assertThat(delay).isLessThan(Duration.ofSeconds(2)));
  }

  @Test
  void begin_extremeLatencies_isClamped() {
    record(300, Duration.ofMillis(2));
    assertThat(trigger.begin()).contains(Duration.ofMillis(500));
    ticker.advance(Duration.ofMinutes(2));
    record(300, Duration.ofDays(365_000));
    assertThat(trigger.begin()).contains(Duration.ofSeconds(30));
  }

  @Test
  void begin_latenciesOlderThanAMinute_areForgotten() {
    record(300, Duration.ofSeconds(1));
    ticker.advance(Duration.ofSeconds(49));
    assertThat(trigger.begin()).isPresent();
    ticker.advance(Duration.ofSeconds(11));
    assertThat(trigger.begin()).isEmpty();
  }

  @Test
  void tryHedge_manyRequests_paysForOneInTwenty() {
    int hedges = 0;
    for (int i = 0; i < 1_000; i++) {
      assertThat(trigger.begin()).isEmpty();
      hedges += trigger.tryHedge() ? 1 : 0;
    }
    assertThat(hedges).isEqualTo(50);
  }

  @Test
  void quantile_randomLatencies_isAtMostAnEighthTooHigh() {
    for (long seed = 1; seed <= 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LatencyWindow window = new LatencyWindow(4);
      List<Long> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        long micros = random.nextLong(1L << random.nextInt(1, 50));
        all.add(micros);
        window.add(micros);
      }
      Collections.sort(all);
      for (double share : new double[] {0.01, 0.5, 0.95, 0.999}) {
        long exact = all.get((int) Math.ceil(share * all.size()) - 1);
        assertThat(window.quantile(share))
            .as("seed %d, share %s", seed, share)
            .isBetween(exact, exact + exact / 8 + 1);
      }
    }
  }

  @Test
  void advance_randomSteps_countsExactlyWhatIsYoungEnough() {
    for (long seed = 1; seed <= 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LatencyWindow window = new LatencyWindow(4);
      List<Long> slices = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < 300; i++) {
        now += random.nextInt(3) == 0 ? random.nextInt(7) : 0;
        window.advance(now);
        window.add(random.nextInt(1_000));
        slices.add(now);
        long oldest = now - 3;
        long expected = slices.stream().filter(slice -> slice >= oldest).count();
        assertThat(window.count()).as("seed %d, step %d", seed, i).isEqualTo((int) expected);
      }
    }
  }

  @Test
  void build_badSettings_reportsAllAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HedgeTrigger.builder(ticker, budget)
                    .quantile(1)
                    .factor(0.5)
                    .minimumSamples(0)
                    .shortest(Duration.ofMinutes(1))
                    .window(Duration.ZERO)
                    .build())
        .withMessageContainingAll("quantile", "factor", "minimumSamples", "shortest", "window");
  }

  private void record(int times, Duration latency) {
    for (int i = 0; i < times; i++) {
      trigger.record(latency);
    }
  }
}
