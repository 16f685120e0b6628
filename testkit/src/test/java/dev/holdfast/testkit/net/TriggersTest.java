// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.DOWNSTREAM;
import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggersTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RecordingServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = RecordingServer.echoing();
    proxy = FaultProxy.start(server.address(), 5);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void immediately_newConnections_eachFires() throws Exception {
    Injection end = proxy.inject(DOWNSTREAM, Fault.halfClose(), Trigger.immediately());
    for (int i = 0; i < 3; i++) {
      try (Client client = Client.to(proxy.address())) {
        assertThat(client.readSome()).isEqualTo(-1);
      }
    }
    assertThat(end.fired()).isEqualTo(3);
  }

  @Test
  void afterDuration_newConnection_firesWhenOldEnough() throws Exception {
    Duration age = Duration.ofMillis(80);
    Injection reset = proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterDuration(age));
    long start = System.nanoTime();
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> Client.connectAndRead(proxy.address()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(age);
    assertThat(reset.fired()).isEqualTo(1);
  }

  @Test
  void afterDuration_olderConnection_firesAtOnce() throws Exception {
    try (Client client = Client.to(proxy.address())) {
      client.send("a").read(1);
      Duration age = Duration.ofMillis(30);
      assertThat(proxy.await(() -> false, age)).isFalse();
      Injection reset = proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterDuration(age));
      assertThat(reset.fired()).isEqualTo(1);
      assertThatExceptionOfType(SocketException.class).isThrownBy(client::readSome);
    }
  }

  @Test
  void afterDuration_removedBefore_neverFires() throws Exception {
    Injection reset =
        proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterDuration(Duration.ofMillis(250)));
    try (Client client = Client.to(proxy.address())) {
      client.send("a");
      assertThat(proxy.await(() -> proxy.acceptedConnections() == 1, LIMIT)).isTrue();
      reset.remove();
      Assumptions.assumeTrue(reset.fired() == 0, "the machine was too slow to remove it in time");
      assertThat(client.read(1)).isEqualTo("a");
      assertThat(proxy.awaitFired(reset, Duration.ofMillis(300))).isFalse();
      assertThat(client.send("b").read(1)).isEqualTo("b");
    }
  }

  @Test
  void afterDuration_connectionOver_neverFires() throws Exception {
    Injection reset =
        proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterDuration(Duration.ofMillis(250)));
    Client.to(proxy.address()).close();
    assertThat(proxy.await(this::connectionOver, LIMIT)).isTrue();
    Assumptions.assumeTrue(reset.fired() == 0, "the machine was too slow to close it in time");
    assertThat(proxy.awaitFired(reset, Duration.ofMillis(300))).isFalse();
  }

  @Test
  void afterBytes_insideAChunk_cutsExactlyThere() throws Exception {
    proxy.inject(UPSTREAM, Fault.limitThenClose(0), Trigger.afterBytes(7));
    try (Client client = Client.to(proxy.address())) {
      client.send("1234");
      assertThat(client.read(4)).isEqualTo("1234");
      client.send("567890");
      assertThat(server.awaitReceived("1234567")).isTrue();
      assertThat(server.awaitEnd(LIMIT)).isNotNull();
      assertThat(server.received()).isEqualTo("1234567");
    }
  }

  @Test
  void afterBytes_alreadyCarried_firesAtOnce() throws Exception {
    try (Client client = Client.to(proxy.address())) {
      client.send("12345").read(5);
      Injection reset = proxy.inject(DOWNSTREAM, Fault.reset(), Trigger.afterBytes(5));
      assertThatExceptionOfType(SocketException.class).isThrownBy(client::readSome);
      assertThat(reset.fired()).isEqualTo(1);
    }
  }

  @Test
  void afterBytes_twoInOneChunk_applyInTheOrderOfTheBytes() throws Exception {
    proxy.inject(UPSTREAM, Fault.limitThenClose(0), Trigger.afterBytes(6));
    proxy.inject(UPSTREAM, Fault.flipByte(0), Trigger.afterBytes(2));
    try (Client client = Client.to(proxy.address())) {
      client.send("abcdefgh");
      assertThat(server.awaitEnd(LIMIT)).isNotNull();
      assertThat(server.received()).matches("ab[^c]def");
    }
  }

  @Test
  void onPattern_acrossReads_bytesThroughItPass() throws Exception {
    Injection hole = proxy.inject(UPSTREAM, Fault.blackHole(), Trigger.onPattern("aab"));
    try (Client client = Client.to(proxy.address())) {
      for (String part : new String[] {"xa", "a", "a"}) {
        assertThat(client.send(part).read(part.length())).isEqualTo(part);
      }
      client.send("bcd");
      assertThat(client.read(1)).isEqualTo("b");
      assertThat(proxy.awaitFired(hole, LIMIT)).isTrue();
      assertThat(server.received()).isEqualTo("xaaab");
    }
  }

  @Test
  void onPattern_seenInTheRequest_hitsItsAnswerOnly() throws Exception {
    Injection lost =
        proxy.inject(
            DOWNSTREAM,
            Fault.dropResponse(Fault.Ending.CLOSE),
            Trigger.onPattern(UPSTREAM, "COMMIT"));
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("INSERT").read(6)).isEqualTo("INSERT");
      client.send("COMMIT");
      assertThat(client.readSome()).isEqualTo(-1);
      assertThat(server.received()).isEqualTo("INSERTCOMMIT");
      assertThat(lost.fired()).isEqualTo(1);
    }
  }

  @Test
  void onPattern_bytesAboveAscii_areFound() throws Exception {
    byte[] pattern = {(byte) 0xFF, 0, (byte) 0x80};
    proxy.inject(DOWNSTREAM, Fault.limitThenClose(0), Trigger.onPattern(pattern));
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("a\u00FF\u0000\u0080b").readToEnd()).isEqualTo("a\u00FF\u0000\u0080");
    }
  }

  @Test
  void onConnection_third_othersAreUnharmed() throws Exception {
    try (Client before = Client.to(proxy.address())) {
      before.send("0").read(1);
      Injection end =
          proxy.inject(
              DOWNSTREAM, Fault.limitThenClose(0), Trigger.onConnection(3, Trigger.afterBytes(2)));
      for (int number = 1; number <= 4; number++) {
        try (Client client = Client.to(proxy.address())) {
          client.send("abc");
          if (number == 3) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> client.read(3));
          } else {
            assertThat(client.read(3)).isEqualTo("abc");
          }
        }
      }
      assertThat(end.fired()).isEqualTo(1);
      assertThat(before.send("0").read(1)).isEqualTo("0");
    }
  }

  @Test
  void once_patternOnTwoConnections_hitsTheFirst() throws Exception {
    Injection cut = proxy.inject(UPSTREAM, Fault.reset(), Trigger.onPattern("PUT").once());
    try (Client first = Client.to(proxy.address());
        Client second = Client.to(proxy.address())) {
      first.send("PUT");
      assertThat(proxy.awaitFired(cut, LIMIT)).isTrue();
      assertThat(second.send("PUT").read(3)).isEqualTo("PUT");
      assertThat(cut.fired()).isEqualTo(1);
    }
  }

  private boolean connectionOver() {
    return proxy.acceptedConnections() == 1 && proxy.openConnections() == 0;
  }
}
