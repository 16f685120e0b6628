// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MisbehavingServersTest {
  @Test
  void hanging_request_getsNoAnswerNotEvenAnEnd() throws Exception {
    try (HangingServer server = HangingServer.start();
        Client client = Client.to(server.address())) {
      client.send("hello?").end();
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readBriefly);
      assertThat(server.acceptedConnections()).isEqualTo(1);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hanging_neverAccepting_connectTimesOut() throws Exception {
    HangingServer server = HangingServer.neverAccepting();
    try (Socket socket = new Socket()) {
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.connect(server.address(), 150));
      assertThat(server.acceptedConnections()).isZero();
    } finally {
      server.close();
    }
    assertRefused(server.address());
  }

  @Test
  void closing_connect_readsTheEnd() throws Exception {
    try (ClosingServer server = ClosingServer.start();
        Client client = Client.to(server.address())) {
      assertThat(client.readSome()).isEqualTo(-1);
      assertThat(server.acceptedConnections()).isEqualTo(1);
    }
  }

  @Test
  void closing_resetting_readsAReset() throws Exception {
    try (ClosingServer server = ClosingServer.resetting()) {
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> Client.connectAndRead(server.address()));
    }
  }

  @Test
  void slow_twoClients_eachGetsTheAnswerAtTheRate() throws Exception {
    byte[] answer = "0123456789".getBytes(StandardCharsets.US_ASCII);
    try (SlowServer server = SlowServer.start(answer, 100);
        Client one = Client.to(server.address());
        Client two = Client.to(server.address())) {
      answer[0] = 'x';
      long start = System.nanoTime();
      one.send("GET and more");
      two.send("G");
      assertThat(one.readToEnd()).isEqualTo("0123456789");
      assertThat(two.readToEnd()).isEqualTo("0123456789");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(90));
      assertThat(server.acceptedConnections()).isEqualTo(2);
    }
  }

  @Test
  void slow_invalidRate_isRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> SlowServer.start(new byte[0], 0));
  }

  @Test
  void close_all_leavesNoThreadAndNoPort() throws Exception {
    HangingServer hanging = HangingServer.start();
    ClosingServer closing = ClosingServer.start();
    SlowServer slow = SlowServer.start(new byte[100], 1);
    try (Client open = Client.to(hanging.address());
        Client waiting = Client.to(slow.address())) {
      open.send("x");
      waiting.send("x").read(1);
      hanging.close();
      closing.close();
      slow.close();
      slow.close();
      assertThat(waiting.readToEnd()).isEmpty();
    }
    for (int port : new int[] {hanging.port(), closing.port(), slow.port()}) {
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().endsWith("-server-" + port));
    }
    assertRefused(hanging.address());
    assertRefused(closing.address());
    assertRefused(slow.address());
  }

  private static void assertRefused(InetSocketAddress address) throws IOException {
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Client.to(address));
  }
}
