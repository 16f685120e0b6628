// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that only delay: lower bounds are exact, upper bounds are those of the sockets. */
class DelayFaultsTest {
  private RecordingServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = RecordingServer.echoing();
    proxy = FaultProxy.start(server.address(), 2);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void latency_eachDirection_delaysTheRoundTrip(Direction direction) throws Exception {
    Injection slow =
        proxy.inject(direction, Fault.latency(Duration.ofMillis(60)), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(roundTrip(client, "abc")).isGreaterThanOrEqualTo(Duration.ofMillis(60));
      assertThat(slow.fired()).isEqualTo(1);
    }
  }

  @Test
  void latency_manyChunks_doNotWaitForOneAnother() throws Exception {
    proxy.inject(UPSTREAM, Fault.latency(Duration.ofMillis(100)), Trigger.immediately());
    proxy.inject(UPSTREAM, Fault.slice(1, Duration.ZERO), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      String text = "x".repeat(200);
      assertThat(roundTrip(client, text)).isBetween(Duration.ofMillis(100), Duration.ofSeconds(9));
      assertThat(server.received()).isEqualTo(text);
    }
  }

  @Test
  void latency_removed_deliversAtOnceWhatIsUnderWay() throws Exception {
    Injection slow =
        proxy.inject(UPSTREAM, Fault.latency(Duration.ofMinutes(10)), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("late");
      assertThat(proxy.awaitFired(slow, Duration.ofSeconds(10))).isTrue();
      slow.remove();
      assertThat(client.read(4)).isEqualTo("late");
      assertThat(client.send("more").read(4)).isEqualTo("more");
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void bandwidth_eachDirection_capsTheRate(Direction direction) throws Exception {
    proxy.inject(direction, Fault.bandwidth(10_000), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(roundTrip(client, "x".repeat(1_000)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void slice_eachDirection_spreadsPiecesInTime(Direction direction) throws Exception {
    proxy.inject(direction, Fault.slice(2, Duration.ofMillis(25)), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(roundTrip(client, "123456")).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
  }

  @Test
  void slice_longGap_onePieceArrivesAndRemovalDeliversTheRest() throws Exception {
    Injection slice =
        proxy.inject(
            Direction.DOWNSTREAM, Fault.slice(2, Duration.ofMinutes(10)), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("123456").read(2)).isEqualTo("12");
      assertThat(proxy.deliveredBytes(Direction.DOWNSTREAM)).isEqualTo(2);
      slice.remove();
      assertThat(client.read(4)).isEqualTo("3456");
    }
  }

  private static Duration roundTrip(Client client, String text) throws IOException {
    long start = System.nanoTime();
    assertThat(client.send(text).read(text.length())).isEqualTo(text);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
