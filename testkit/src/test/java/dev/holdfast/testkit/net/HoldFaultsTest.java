// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.DOWNSTREAM;
import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that keep bytes, or leave them unread. */
class HoldFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RecordingServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = RecordingServer.echoing();
    proxy = FaultProxy.start(server.address(), 4);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hold_clientGone_requestReachesTheServerLate(boolean reset) throws Exception {
    Injection hold = proxy.inject(UPSTREAM, Fault.hold(), Trigger.onPattern("PUT").once());
    Client first = Client.to(proxy.address());
    first.send("PUT 1;");
    assertThat(proxy.awaitFired(hold, LIMIT)).isTrue();
    if (reset) {
      first.reset();
    } else {
      first.close();
    }
    try (Client second = Client.to(proxy.address())) {
      assertThat(second.send("PUT 2;").read(6)).isEqualTo("PUT 2;");
    }
    assertThat(server.received()).contains("PUT 2;").doesNotContain("1");
    hold.release();
    assertThat(server.awaitReceived(" 1;")).isTrue();
    assertThat(server.awaitEnd(LIMIT)).isNotNull();
    assertThat(server.awaitEnd(LIMIT)).isNotNull();
    assertThat(proxy.await(() -> proxy.openConnections() == 0, LIMIT)).isTrue();
    assertThat(hold.fired()).isEqualTo(1);
  }

  @Test
  void hold_clientResetBefore_serverReadsAnOrderlyEndBehindTheBytes() throws Exception {
    try (RecordingServer silent = RecordingServer.silent();
        FaultProxy toSilent = FaultProxy.start(silent.address(), 4)) {
      Injection hold = toSilent.inject(UPSTREAM, Fault.hold(), Trigger.immediately());
      Client client = Client.to(toSilent.address());
      client.send("late");
      assertThat(toSilent.awaitFired(hold, LIMIT)).isTrue();
      client.reset();
      try (Client next = Client.to(toSilent.address())) {
        assertThat(toSilent.await(() -> toSilent.acceptedConnections() == 2, LIMIT)).isTrue();
        hold.release();
        assertThat(silent.awaitReceived("late")).isTrue();
        assertThat(silent.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.ORDERLY);
        assertThat(next.socket().isConnected()).isTrue();
      }
    }
  }

  @Test
  void hold_answerForAClientThatReset_doesNotLoseTheHeldRequest() throws Exception {
    Injection request = proxy.inject(UPSTREAM, Fault.hold(), Trigger.onPattern("PUT"));
    Injection answer = proxy.inject(DOWNSTREAM, Fault.hold(), Trigger.immediately());
    Client client = Client.to(proxy.address());
    client.send("PUT 1;");
    assertThat(proxy.awaitFired(request, LIMIT)).isTrue();
    assertThat(proxy.awaitFired(answer, LIMIT)).isTrue();
    client.reset();
    answer.release();
    request.release();
    assertThat(server.awaitReceived("PUT 1;")).isTrue();
    assertThat(proxy.await(() -> proxy.openConnections() == 0, LIMIT)).isTrue();
  }

  @Test
  void hold_downstream_answerWaitsForRelease() throws Exception {
    Injection hold = proxy.inject(DOWNSTREAM, Fault.hold(), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("ask");
      assertThat(proxy.awaitFired(hold, LIMIT)).isTrue();
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      hold.release();
      hold.release();
      assertThat(client.read(3)).isEqualTo("ask");
      assertThat(client.send("next").read(4)).isEqualTo("next");
    }
  }

  @Test
  void hold_limitReached_readsNoMoreAndLosesNothing() throws Exception {
    Injection hold = proxy.inject(UPSTREAM, Fault.hold(1), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("a");
      assertThat(proxy.awaitFired(hold, LIMIT)).isTrue();
      client.send("b");
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      assertThat(proxy.receivedBytes(UPSTREAM)).isEqualTo(1);
      hold.release();
      assertThat(client.read(2)).isEqualTo("ab");
    }
  }

  @Test
  void hold_endOfStream_isKeptInOrder() throws Exception {
    Injection hold = proxy.inject(UPSTREAM, Fault.hold(), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("all").end();
      assertThat(proxy.awaitFired(hold, LIMIT)).isTrue();
      assertThat(server.awaitEnd(Duration.ofMillis(50))).isNull();
      hold.release();
      assertThat(client.readToEnd()).isEqualTo("all");
    }
  }

  @Test
  void release_otherFault_isRejected() {
    Injection other = proxy.inject(UPSTREAM, Fault.blackHole(), Trigger.immediately());
    assertThatIllegalStateException().isThrownBy(other::release);
  }

  @Test
  void acceptNoRead_upstream_fillsTheClientsBuffers() throws Exception {
    Injection unread = proxy.inject(UPSTREAM, Fault.acceptNoRead(), Trigger.immediately());
    try (SocketChannel channel = SocketChannel.open(proxy.address());
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_WRITE);
      assertThat(proxy.awaitFired(unread, LIMIT)).isTrue();
      long sent = fill(channel, selector);
      assertThat(sent).isPositive();
      assertThat(proxy.receivedBytes(UPSTREAM)).isZero();
      assertThat(server.received()).isEmpty();
      proxy.inject(DOWNSTREAM, Fault.blackHole(), Trigger.immediately());
      unread.remove();
      assertThat(proxy.await(() -> proxy.deliveredBytes(UPSTREAM) == sent, LIMIT)).isTrue();
    }
  }

  @Test
  void acceptNoRead_downstreamAfterBytes_answerStopsThereAndGoesOn() throws Exception {
    Injection unread = proxy.inject(DOWNSTREAM, Fault.acceptNoRead(), Trigger.afterBytes(2));
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("abcd").read(2)).isEqualTo("ab");
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      assertThat(unread.fired()).isEqualTo(1);
      unread.remove();
      assertThat(client.read(2)).isEqualTo("cd");
    }
  }

  /** Writes until nothing fits for a while. */
  private static long fill(SocketChannel channel, Selector selector) throws IOException {
    long sent = 0;
    while (selector.select(100) > 0) {
      selector.selectedKeys().clear();
      sent += channel.write(ByteBuffer.allocate(65_536));
    }
    return sent;
  }
}
