// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void system_everyEffect_isTheMachines() {
    Environment environment = Environment.system("test");
    try (Scheduler scheduler = environment.scheduler()) {
      assertThat(scheduler).isNotNull();
      long before = environment.ticker().nanos();
      assertThat(environment.ticker().nanos()).isGreaterThanOrEqualTo(before);
      assertThat(environment.clock().instant()).isNotNull();
      assertThat(environment.random().nextLong()).isNotEqualTo(environment.random().nextLong());
    }
  }

  @Test
  void tickerClock_timePasses_showsTheTickersTime() {
    ManualTicker ticker = new ManualTicker();
    TickerClock clock = new TickerClock(ticker);
    var before = clock.instant();
    ticker.advance(java.time.Duration.ofMinutes(3));
    assertThat(clock.instant()).isEqualTo(before.plusSeconds(180));
    assertThat(clock.withZone(clock.getZone())).isSameAs(clock);
  }
}
