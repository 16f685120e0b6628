// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final Duration OPEN = Duration.ofSeconds(5);

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> changes = new ArrayList<>();
  private final Breaker breaker =
      Breaker.create(
          "s3",
          BreakerSettings.builder()
              .window(Duration.ofSeconds(10))
              .minimumCalls(4)
              .failureRate(0.5)
              .slowCall(Duration.ofSeconds(1))
              .slowCallRate(0.75)
              .openFor(OPEN)
              .halfOpenPermits(3)
              .build(),
          ticker,
          (name, from, to) -> changes.add(name + " " + from + ">" + to));

  @Test
  void tryAcquire_rateReached_opens() {
    settle(true, true, false);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    settle(false);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    assertThat(breaker.tryAcquire()).isEmpty();
    assertThat(changes).containsExactly("s3 CLOSED>OPEN");
  }

  @Test
  void tryAcquire_fewerThanMinimumCalls_staysClosed() {
    settle(false, false, false);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void tryAcquire_failuresOlderThanTheWindow_areForgotten() {
    settle(false, false, false);
    ticker.advance(Duration.ofSeconds(11));
    settle(false, true, true, true);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void tryAcquire_slowCalls_open() {
    for (int i = 0; i < 4; i++) {
      Breaker.Permit permit = permit();
      ticker.advance(Duration.ofMillis(i == 0 ? 10 : 1_100));
      permit.success();
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void tryAcquire_openTimeOver_letsThreeProbesThroughAndCloses() {
    open();
    ticker.advance(OPEN);
    assertThat(breaker.tryAcquire()).isEmpty();
    ticker.advance(Duration.ofNanos(1));
    assertThat(breaker.state()).as("no timer changes it").isEqualTo(Breaker.State.OPEN);
    List<Breaker.Permit> probes = List.of(permit(), permit(), permit());
    assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
    assertThat(breaker.tryAcquire()).isEmpty();
    probes.forEach(Breaker.Permit::success);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    assertThat(changes)
        .containsExactly("s3 CLOSED>OPEN", "s3 OPEN>HALF_OPEN", "s3 HALF_OPEN>CLOSED");
  }

  @Test
  void tryAcquire_probesFail_opensForTheWholeTimeAgain() {
    open();
    afterOpenTime();
    settle(false, true, false);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    ticker.advance(OPEN.minusMillis(1));
    assertThat(breaker.tryAcquire()).isEmpty();
    afterOpenTime();
    settle(true, true, true);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void close_probeWithoutVerdict_givesItsPermitBack() {
    open();
    afterOpenTime();
    for (int i = 0; i < 50; i++) {
      permit().close();
    }
    settle(true, true, true);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void close_callsFromBeforeTheOutage_addNoProbes() {
    List<Breaker.Permit> old = List.of(permit(), permit(), permit(), permit(), permit());
    open();
    afterOpenTime();
    List<Breaker.Permit> probes = List.of(permit(), permit(), permit());
    old.forEach(Breaker.Permit::close);
    assertThat(breaker.tryAcquire()).isEmpty();
    probes.get(0).close();
    assertThat(breaker.tryAcquire()).isPresent();
    assertThat(breaker.tryAcquire()).isEmpty();
  }

  @Test
  void success_callFromBeforeTheOutage_doesNotCloseIt() {
    List<Breaker.Permit> old = List.of(permit(), permit(), permit());
    open();
    afterOpenTime();
    permit().close();
    old.forEach(Breaker.Permit::success);
    assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
  }

  @Test
  void permit_secondVerdict_isIgnored() {
    Breaker.Permit permit = permit();
    permit.success();
    permit.failure();
    permit.close();
    settle(false, true, true);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void tryAcquire_tenThousandRandomCancels_conservesHalfOpenPermits() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Breaker.Permit> held = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        step(random, held);
        assertThat(breaker.state() == Breaker.State.HALF_OPEN ? probesLeft() : 0)
            .as("seed %d, step %d", seed, i)
            .isLessThanOrEqualTo(3);
      }
      held.forEach(Breaker.Permit::close);
      recover(seed);
    }
  }

  /** Acquires, settles or cancels at random; opens and half-opens in between. */
  private void step(SplittableRandom random, List<Breaker.Permit> held) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> breaker.tryAcquire().ifPresent(held::add);
      case 3 -> ticker.advance(Duration.ofMillis(random.nextInt(4_000)));
      case 4 -> open();
      default -> {
        if (!held.isEmpty()) {
          Breaker.Permit permit = held.remove(random.nextInt(held.size()));
          List<Runnable> ends = List.of(permit::close, permit::ignore, permit::success);
          ends.get(random.nextInt(ends.size())).run();
        }
      }
    }
  }

  /** How many probes would be let through now; takes them and gives them back. */
  private int probesLeft() {
    List<Breaker.Permit> probes = new ArrayList<>();
    Optional<Breaker.Permit> probe = breaker.tryAcquire();
    while (probe.isPresent()) {
      probes.add(probe.get());
      probe = breaker.tryAcquire();
    }
    probes.forEach(Breaker.Permit::close);
    return probes.size();
  }

  /** However it got there: after the open time three good probes close it. */
  private void recover(long seed) {
    while (breaker.state() != Breaker.State.OPEN) {
      settle(false);
    }
    afterOpenTime();
    List<Breaker.Permit> probes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      breaker.tryAcquire().ifPresent(probes::add);
    }
    assertThat(probes).as("seed %d: permits leaked", seed).hasSize(3);
    assertThat(breaker.tryAcquire()).as("seed %d: permits invented", seed).isEmpty();
    probes.forEach(Breaker.Permit::success);
    assertThat(breaker.state()).as("seed %d", seed).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void build_badSettings_reportsAllAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BreakerSettings.builder()
                    .window(Duration.ofMillis(1_500))
                    .failureRate(0)
                    .slowCallRate(2)
                    .minimumCalls(0)
                    .openFor(Duration.ZERO)
                    .halfOpenPermits(-1)
                    .build())
        .withMessageContainingAll(
            "window", "failureRate", "slowCallRate", "minimumCalls", "openFor", "halfOpenPermits");
  }

  private Breaker.Permit permit() {
    return breaker.tryAcquire().orElseThrow();
  }

  private void settle(boolean... successes) {
    for (boolean success : successes) {
      Breaker.Permit permit = permit();
      if (success) {
        permit.success();
      } else {
        permit.failure();
      }
    }
  }

  /** Opens a closed breaker; fails one probe of a half-open one. */
  private void open() {
    if (breaker.state() == Breaker.State.HALF_OPEN) {
      breaker.tryAcquire().ifPresent(Breaker.Permit::failure);
    }
    while (breaker.state() == Breaker.State.CLOSED) {
      settle(false);
    }
  }

  private void afterOpenTime() {
    ticker.advance(OPEN.plusMillis(1));
  }
}
