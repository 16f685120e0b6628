// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.DOWNSTREAM;
import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that end a connection, a direction or the listener, or lose what is sent. */
class EndFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RecordingServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = RecordingServer.echoing();
    proxy = FaultProxy.start(server.address(), 3);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void reset_openConnection_bothEndsSeeIt(Direction direction) throws Exception {
    try (Client client = Client.to(proxy.address())) {
      client.send("ping").read(4);
      Injection reset = proxy.inject(direction, Fault.reset(), Trigger.immediately());
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(client::readSome)
          .withMessageContaining("reset");
      assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.RESET);
      assertThat(reset.fired()).isEqualTo(1);
      assertThat(proxy.openConnections()).isZero();
    }
  }

  @Test
  void blackHole_upstream_serverGetsNothing() throws Exception {
    Injection hole = proxy.inject(UPSTREAM, Fault.blackHole(), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("void");
      assertThat(proxy.awaitFired(hole, LIMIT)).isTrue();
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      assertThat(server.received()).isEmpty();
      assertThat(proxy.receivedBytes(UPSTREAM)).isEqualTo(4);
      assertThat(proxy.deliveredBytes(UPSTREAM)).isZero();
    }
  }

  @Test
  void blackHole_downstream_clientGetsNothingAndRemovalResets() throws Exception {
    Injection hole = proxy.inject(DOWNSTREAM, Fault.blackHole(), Trigger.immediately());
    try (Client client = Client.to(proxy.address());
        Client untouched = Client.to(proxy.address())) {
      client.send("void");
      assertThat(proxy.awaitFired(hole, LIMIT)).isTrue();
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      assertThat(server.received()).isEqualTo("void");
      hole.remove();
      assertThatExceptionOfType(SocketException.class).isThrownBy(client::readSome);
      assertThat(untouched.send("well").read(4)).isEqualTo("well");
    }
  }

  @Test
  void halfClose_downstream_clientReadsEndWhileRequestsGoOn() throws Exception {
    try (Client client = Client.to(proxy.address())) {
      client.send("ping").read(4);
      Injection half = proxy.inject(DOWNSTREAM, Fault.halfClose(), Trigger.immediately());
      assertThat(client.readSome()).isEqualTo(-1);
      assertThat(half.fired()).isEqualTo(1);
      client.send("more");
      assertThat(server.awaitReceived("pingmore")).isTrue();
      half.remove();
      client.send("again");
      assertThat(server.awaitReceived("pingmoreagain")).isTrue();
    }
    assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.ORDERLY);
  }

  @Test
  void halfClose_upstream_serverReadsEndAndAnswersArrive() throws Exception {
    try (Client client = Client.to(proxy.address())) {
      proxy.inject(UPSTREAM, Fault.halfClose(), Trigger.afterBytes(4));
      client.send("ping");
      assertThat(client.readToEnd()).isEqualTo("ping");
      assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.ORDERLY);
      assertThat(server.received()).isEqualTo("ping");
    }
  }

  @Test
  void limitThenClose_downstream_clientReadsSoManyBytesAndEnd() throws Exception {
    Injection limit = proxy.inject(DOWNSTREAM, Fault.limitThenClose(5), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("123456789").readToEnd()).isEqualTo("12345");
      assertThat(limit.fired()).isEqualTo(1);
      assertThat(proxy.openConnections()).isZero();
    }
  }

  @Test
  void limitThenClose_upstream_serverReadsSoManyBytesAndEnd() throws Exception {
    proxy.inject(UPSTREAM, Fault.limitThenClose(5), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("123456789");
      assertThat(server.awaitEnd(LIMIT)).isNotNull();
      assertThat(server.received()).isEqualTo("12345");
    }
  }

  @Test
  void limitThenClose_zero_closesAtOnce() throws Exception {
    proxy.inject(DOWNSTREAM, Fault.limitThenClose(0), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.readSome()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.Ending.class)
  void dropResponse_eachEnding_serverHasTheRequest(Fault.Ending ending) throws Exception {
    Injection drop =
        proxy.inject(DOWNSTREAM, Fault.dropResponse(ending), Trigger.immediately().once());
    try (Client client = Client.to(proxy.address())) {
      client.send("write");
      assertThat(proxy.awaitFired(drop, LIMIT)).isTrue();
      assertThat(server.received()).isEqualTo("write");
      switch (ending) {
        case HANG ->
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
        case CLOSE -> assertThat(client.readSome()).isEqualTo(-1);
        case RESET -> assertThatExceptionOfType(SocketException.class).isThrownBy(client::readSome);
      }
    }
    assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.ORDERLY);
    try (Client retry = Client.to(proxy.address())) {
      assertThat(retry.send("again").read(5)).isEqualTo("again");
    }
    assertThat(proxy.deliveredBytes(DOWNSTREAM)).isEqualTo(5);
  }

  @Test
  void dropResponse_hangingRemoved_resets() throws Exception {
    Injection drop =
        proxy.inject(DOWNSTREAM, Fault.dropResponse(Fault.Ending.HANG), Trigger.immediately());
    try (Client client = Client.to(proxy.address())) {
      client.send("write");
      assertThat(proxy.awaitFired(drop, LIMIT)).isTrue();
      proxy.clear();
      assertThatExceptionOfType(SocketException.class).isThrownBy(client::readSome);
    }
  }

  @Test
  void dropResponse_earlyAnswer_serverStillGetsAllThatWasSent() throws Exception {
    for (int round = 0; round < 10; round++) {
      try (ServerSocket early = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
          FaultProxy toEarly =
              FaultProxy.start((InetSocketAddress) early.getLocalSocketAddress(), 3);
          Client client = Client.to(toEarly.address());
          Socket accepted = early.accept()) {
        accepted.setSoTimeout((int) LIMIT.toMillis());
        toEarly.inject(DOWNSTREAM, Fault.dropResponse(Fault.Ending.CLOSE), Trigger.immediately());
        // Both arrive while the proxy cannot look, so that it finds them in any order.
        assertThat(toEarly.await(() -> sendBoth(client, accepted), LIMIT)).isTrue();
        assertThat(accepted.getInputStream().readAllBytes()).hasSize(4);
      }
    }
  }

  @Test
  void refuse_thenRemoved_samePortListensAgain() throws Exception {
    int port = proxy.port();
    try (Client open = Client.to(proxy.address())) {
      open.send("a").read(1);
      for (int round = 1; round <= 3; round++) {
        Injection refuse = proxy.inject(UPSTREAM, Fault.refuse(), Trigger.immediately());
        Injection second = proxy.inject(UPSTREAM, Fault.refuse(), Trigger.immediately());
        assertThat(refuse.fired()).isEqualTo(1);
        refuse.remove();
        assertThatExceptionOfType(ConnectException.class)
            .isThrownBy(() -> Client.to(proxy.address()));
        assertThat(open.send("still").read(5)).isEqualTo("still");
        second.remove();
        assertThat(proxy.port()).isEqualTo(port);
        try (Client client = Client.to(proxy.address())) {
          assertThat(client.send("back").read(4)).isEqualTo("back");
        }
      }
    }
    assertThat(proxy.acceptedConnections()).isEqualTo(4);
  }

  @Test
  void refuse_onPattern_beginsWhenItIsSeen() throws Exception {
    Injection refuse = proxy.inject(UPSTREAM, Fault.refuse(), Trigger.onPattern("QUIT"));
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("QUIT").read(4)).isEqualTo("QUIT");
      assertThat(refuse.fired()).isEqualTo(1);
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> Client.to(proxy.address()));
    }
  }

  private static boolean sendBoth(Client client, Socket accepted) {
    try {
      client.send("rest");
      accepted.getOutputStream().write('!');
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
