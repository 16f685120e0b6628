// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Descriptions are checked when they are made, and are values. */
class FaultTest {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  @Test
  void create_invalid_isRejected() {
    List<ThrowingCallable> invalid =
        List.of(
            () -> Fault.latency(NEGATIVE),
            () -> Fault.latency(Duration.ZERO, NEGATIVE),
            () -> Fault.bandwidth(0),
            () -> Fault.slice(0, Duration.ZERO),
            () -> Fault.slice(1, NEGATIVE),
            () -> Fault.hold(0),
            () -> Fault.flipByte(-1),
            () -> Fault.limitThenClose(-1),
            () -> Trigger.afterDuration(NEGATIVE),
            () -> Trigger.afterBytes(-1),
            () -> Trigger.onPattern(""),
            () -> new Trigger.OnPattern(null, "\u0100"),
            () -> Trigger.onConnection(0),
            () -> Trigger.onConnection(1, Trigger.onConnection(1)),
            () -> Trigger.onConnection(1, Trigger.immediately().once()),
            () -> Trigger.immediately().once().once());
    for (ThrowingCallable creation : invalid) {
      assertThatIllegalArgumentException().isThrownBy(creation);
    }
  }

  @Test
  void create_sameContent_isEqual() {
    assertThat(Trigger.onPattern("COMMIT")).isEqualTo(Trigger.onPattern("COMMIT"));
    assertThat(Trigger.onPattern("COMMIT"))
        .isNotEqualTo(Trigger.onPattern(Direction.UPSTREAM, "COMMIT"));
    assertThat(Fault.latency(Duration.ofMillis(5)))
        .isEqualTo(Fault.latency(Duration.ofMillis(5), Duration.ZERO));
  }
}
