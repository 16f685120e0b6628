// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HUGE = Duration.ofSeconds(Long.MAX_VALUE);

  private final ManualTicker ticker = new ManualTicker();

  @Test
  void remaining_timePasses_shrinksToZeroAndStays() {
    Deadline deadline = Deadline.after(SECOND, ticker);
    assertThat(deadline.remaining()).isEqualTo(SECOND);
    ticker.advance(Duration.ofMillis(999)); // past the point where the ticker's number wraps
    assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(1));
    assertThat(deadline.expired()).isFalse();
    ticker.advance(Duration.ofMillis(1));
    assertThat(deadline.expired()).isTrue();
    ticker.advance(Duration.ofDays(1));
    assertThat(deadline.remainingNanos()).isZero();
  }

  @Test
  void after_zero_isExpired() {
    assertThat(Deadline.after(Duration.ZERO, ticker).expired()).isTrue();
  }

  @Test
  void after_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.after(SECOND.negated(), ticker))
        .withMessageContaining("PT-1S");
    assertThatIllegalArgumentException().isThrownBy(() -> Deadline.after(HUGE.negated(), ticker));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.never().atMost(HUGE.negated(), ticker));
  }

  @Test
  void after_hugeTimeout_isFarButNotUnbounded() {
    Deadline deadline = Deadline.after(HUGE, ticker);
    assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(140 * 365));
    ticker.advance(Duration.ofDays(100 * 365));
    assertThat(deadline.expired()).isFalse();
    assertThat(deadline.unbounded()).isFalse();
  }

  @Test
  void never_always_isUnboundedAndNotExpired() {
    Deadline never = Deadline.never();
    assertThat(never.unbounded()).isTrue();
    assertThat(never.expired()).isFalse();
    assertThat(never.remaining()).isGreaterThan(Duration.ofDays(140 * 365));
    assertThat(never).hasToString("no deadline");
  }

  @Test
  void atMost_shorterTimeout_isEarlier() {
    Deadline parent = Deadline.after(SECOND, ticker);
    assertThat(parent.atMost(Duration.ofMillis(10), ticker).remaining())
        .isEqualTo(Duration.ofMillis(10));
    assertThat(Deadline.never().atMost(SECOND, ticker).remaining()).isEqualTo(SECOND);
  }

  @Test
  void atMost_longerTimeout_keepsTheDeadline() {
    Deadline parent = Deadline.after(SECOND, ticker);
    assertThat(parent.atMost(Duration.ofMinutes(1), ticker)).isSameAs(parent);
    assertThat(parent.atMost(HUGE, ticker)).isSameAs(parent);
    assertThat(Deadline.never().atMost(HUGE, ticker)).isSameAs(Deadline.never());
    ticker.advance(SECOND);
    assertThat(parent.atMost(SECOND, ticker).expired()).isTrue();
  }
}
