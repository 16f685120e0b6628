// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofSeconds(1);

  private final Backoff backoff = new Backoff(BASE, CAP);

  @Test
  void after_eachAttempt_staysWithinDoublingBoundAndUsesAllOfIt() {
    long seed = 0x5EEDL;
    SplittableRandom random = new SplittableRandom(seed);
    long[] bounds = {100, 200, 400, 800, 1_000, 1_000};
    for (int attempt = 1; attempt <= bounds.length; attempt++) {
      Duration longest = Duration.ZERO;
      Duration shortest = CAP;
      for (int i = 0; i < 2_000; i++) {
        Duration pause = backoff.after(attempt, random);
        longest = pause.compareTo(longest) > 0 ? pause : longest;
        shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
      }
      long bound = bounds[attempt - 1];
      assertThat(longest)
          .as("seed %d, attempt %d", seed, attempt)
          .isBetween(Duration.ofMillis(bound * 98 / 100), Duration.ofMillis(bound));
      assertThat(shortest).isLessThan(Duration.ofMillis(bound / 50 + 1));
    }
  }

  @Test
  void after_sameRandomness_isTheSamePause() {
    assertThat(backoff.after(3, new SplittableRandom(7)))
        .isEqualTo(backoff.after(3, new SplittableRandom(7)));
  }

  @Test
  void after_hugeAttempt_doesNotOverflow() {
    Backoff daily = new Backoff(Duration.ofNanos(1), Duration.ofDays(1));
    for (int attempt : new int[] {40, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
      assertThat(daily.after(attempt, new SplittableRandom(attempt)))
          .isBetween(Duration.ZERO, Duration.ofDays(1));
    }
  }

  @Test
  void after_serverNamedATime_isHonouredBeyondTheCapWithJitterOnTop() {
    Duration asked = Duration.ofMinutes(2);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.after(1, new SplittableRandom(i), asked))
          .isBetween(asked, asked.plus(BASE));
    }
    assertThat(backoff.after(1, new SplittableRandom(1), Duration.ofSeconds(-5)))
        .isEqualTo(backoff.after(1, new SplittableRandom(1)));
  }

  @Test
  void new_badBounds_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, CAP));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(CAP, BASE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(BASE, Duration.ofDays(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backoff.after(0, new SplittableRandom(1)));
  }

  @Test
  void policy_builder_keepsItsSettings() {
    RetryPolicy policy = RetryPolicy.builder().attempts(2).backoff(backoff).build();
    assertThat(policy.attempts()).isEqualTo(2);
    assertThat(policy.backoff()).isEqualTo(backoff);
    assertThat(policy.allowsAfter(1)).isTrue();
    assertThat(policy.allowsAfter(2)).isFalse();
    assertThat(RetryPolicy.standard().attempts()).isEqualTo(3);
    assertThat(RetryPolicy.never().allowsAfter(1)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.builder().attempts(11).build());
  }
}
