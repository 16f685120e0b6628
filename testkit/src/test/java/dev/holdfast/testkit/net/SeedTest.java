// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.DOWNSTREAM;
import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same choices; another one does not. */
class SeedTest {
  private static final Fault.Latency JITTER =
      new Fault.Latency(Duration.ofMillis(10), Duration.ofMillis(50));

  @Test
  void jitter_sameSeed_sameDelays() {
    assertThat(delays(new Draw(42, 1, 1))).isEqualTo(delays(new Draw(42, 1, 1)));
    assertThat(delays(new Draw(42, 1, 1)))
        .isNotEqualTo(delays(new Draw(43, 1, 1)))
        .isNotEqualTo(delays(new Draw(42, 2, 1)))
        .isNotEqualTo(delays(new Draw(42, 1, 2)));
  }

  @Test
  void jitter_manyOffsets_fillsItsRange() {
    assertThat(delays(new Draw(42, 1, 1)))
        .allMatch(nanos -> nanos >= 10_000_000 && nanos <= 60_000_000)
        .anyMatch(nanos -> nanos < 15_000_000)
        .anyMatch(nanos -> nanos > 55_000_000);
  }

  @Test
  void flipByte_manyMasks_neverZeroAndEachBitOccurs() {
    int bits = 0;
    for (long offset = 0; offset < 2_000; offset++) {
      int mask = new FlipStage(offset, new Draw(42, 1, 1), () -> {}).mask();
      assertThat(mask).isBetween(1, 255);
      bits |= mask;
    }
    assertThat(bits).isEqualTo(255);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void flipByte_sameSeed_sameByteOnTheWire(Direction direction) throws Exception {
    String once = flipped(direction, 99);
    assertThat(flipped(direction, 99)).isEqualTo(once);
    assertThat(once).startsWith("01234").endsWith("6789").isNotEqualTo("0123456789");
    List<String> others =
        List.of(flipped(direction, 1), flipped(direction, 2), flipped(direction, 3));
    assertThat(others).anyMatch(other -> !other.equals(once));
  }

  @Test
  void flipByte_behindATrigger_countsFromThere() throws Exception {
    try (RecordingServer server = RecordingServer.echoing();
        FaultProxy proxy = FaultProxy.start(server.address(), 7)) {
      Injection flip = proxy.inject(DOWNSTREAM, Fault.flipByte(1), Trigger.onPattern("ab"));
      try (Client client = Client.to(proxy.address())) {
        String answer = client.send("xabcdef").read(7);
        assertThat(answer).startsWith("xabc").endsWith("ef").isNotEqualTo("xabcdef");
        assertThat(flip.fired()).isEqualTo(1);
      }
    }
  }

  private static String flipped(Direction direction, long seed) throws IOException {
    try (RecordingServer server = RecordingServer.echoing();
        FaultProxy proxy = FaultProxy.start(server.address(), seed)) {
      proxy.inject(UPSTREAM, Fault.slice(3, Duration.ZERO), Trigger.immediately());
      proxy.inject(direction, Fault.flipByte(5), Trigger.immediately());
      try (Client client = Client.to(proxy.address())) {
        assertThat(proxy.seed()).isEqualTo(seed);
        return client.send("0123456789").read(10);
      }
    }
  }

  private static List<Long> delays(Draw draw) {
    LatencyStage stage = new LatencyStage(JITTER, draw, () -> 0, () -> {});
    return LongStream.range(0, 500).map(stage::delayNanos).boxed().toList();
  }
}
