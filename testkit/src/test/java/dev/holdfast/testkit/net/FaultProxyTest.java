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
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RecordingServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = RecordingServer.echoing();
    proxy = FaultProxy.start(server.address(), 1);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void forward_withoutFaults_keepsAllBytesAndCounts() throws Exception {
    byte[] data = new byte[2_000_000];
    new Random(7).nextBytes(data);
    try (Client client = Client.to(proxy.address())) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.send(data).end();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(client.socket().getInputStream().readAllBytes()).isEqualTo(data);
      sent.get(10, TimeUnit.SECONDS);
    }
    assertThat(proxy.await(() -> proxy.openConnections() == 0, LIMIT)).isTrue();
    assertThat(proxy.acceptedConnections()).isEqualTo(1);
    for (Direction direction : Direction.values()) {
      assertThat(proxy.receivedBytes(direction)).isEqualTo(data.length);
      assertThat(proxy.deliveredBytes(direction)).isEqualTo(data.length);
    }
  }

  @Test
  void forward_clientEndsItsStream_serverSeesItAndAnswerStillComes() throws Exception {
    try (Client client = Client.to(proxy.address())) {
      client.send("last words").end();
      assertThat(client.readToEnd()).isEqualTo("last words");
    }
    assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.ORDERLY);
  }

  @Test
  void forward_clientResets_serverSeesReset() throws Exception {
    Client client = Client.to(proxy.address());
    client.send("ping");
    client.read(4);
    client.reset();
    assertThat(server.awaitEnd(LIMIT)).isEqualTo(RecordingServer.End.RESET);
    assertThat(proxy.await(() -> proxy.openConnections() == 0, LIMIT)).isTrue();
  }

  @Test
  void forward_serverGone_clientSeesReset() throws Exception {
    InetSocketAddress gone;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
    try (FaultProxy lost = FaultProxy.start(gone, 1)) {
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> Client.connectAndRead(lost.address()));
      assertThat(lost.await(() -> lost.openConnections() == 0, LIMIT)).isTrue();
    }
  }

  @Test
  void forward_unknownHost_clientSeesReset() throws Exception {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
    try (FaultProxy lost = FaultProxy.start(nowhere, 1)) {
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> Client.connectAndRead(lost.address()));
    }
  }

  @Test
  void close_withOpenConnections_leavesNoThreadAndNoSocket() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "needs /proc");
    long before = sockets(descriptors);
    FaultProxy other = FaultProxy.start(server.address(), 1);
    int port = other.port();
    try (HangingServer hanging = HangingServer.start()) {
      FaultProxy second = FaultProxy.start(hanging.address(), 1);
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(Client.to(second.address()).send("x"));
      }
      second.inject(UPSTREAM, Fault.hold(), Trigger.immediately());
      assertThat(second.await(() -> second.receivedBytes(UPSTREAM) == 5, LIMIT)).isTrue();
      second.inject(DOWNSTREAM, Fault.refuse(), Trigger.immediately());
      assertThat(threads(second.port())).hasSize(1).allMatch(Thread::isDaemon);
      second.close();
      second.close();
      assertThat(threads(second.port())).isEmpty();
      assertThat(second.openConnections()).isZero();
      for (Client client : clients) {
        client.close();
      }
    }
    other.close();
    assertThat(threads(port)).isEmpty();
    assertThat(sockets(descriptors)).isLessThanOrEqualTo(before);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Client.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void close_whileWaiting_wakesTheWaiter() throws Exception {
    Injection never = proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterBytes(1));
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(() -> proxy.awaitFired(never, Duration.ofMinutes(5)));
    proxy.close();
    assertThat(waiter.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void awaitFired_limitPasses_isFalse() {
    Injection never = proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterBytes(1));
    assertThat(proxy.awaitFired(never, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void awaitFired_interrupted_keepsTheFlag() {
    Injection never = proxy.inject(UPSTREAM, Fault.reset(), Trigger.afterBytes(1));
    Thread.currentThread().interrupt();
    assertThat(proxy.awaitFired(never, LIMIT)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void inject_afterClose_isRefusedWhileHandlesStayUsable() {
    Injection injection = proxy.inject(UPSTREAM, Fault.blackHole(), Trigger.immediately());
    proxy.close();
    injection.remove();
    proxy.clear();
    assertThat(injection.fired()).isZero();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> proxy.inject(UPSTREAM, Fault.reset(), Trigger.immediately()))
        .withMessageContaining("closed");
  }

  @Test
  void inject_dropResponseUpstream_isRejected() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                proxy.inject(
                    UPSTREAM, Fault.dropResponse(Fault.Ending.HANG), Trigger.immediately()));
  }

  @Test
  void inject_several_tellsWhatTheyAreAndClearRemovesAll() throws Exception {
    Injection hole = proxy.inject(UPSTREAM, Fault.blackHole(), Trigger.immediately());
    proxy.inject(DOWNSTREAM, Fault.halfClose(), Trigger.immediately());
    assertThat(hole.direction()).isEqualTo(UPSTREAM);
    assertThat(hole.fault()).isEqualTo(new Fault.BlackHole());
    assertThat(hole.trigger()).isEqualTo(new Trigger.Immediately());
    assertThat(hole).hasToString("UPSTREAM BlackHole[] Immediately[]");
    proxy.clear();
    try (Client client = Client.to(proxy.address())) {
      assertThat(client.send("well").read(4)).isEqualTo("well");
    }
    assertThat(hole.fired()).isZero();
    assertThat(proxy).hasToString("FaultProxy[" + proxy.address() + ", seed=1]");
  }

  private static List<Thread> threads(int port) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("holdfast-fault-proxy-" + port))
        .toList();
  }

  private static long sockets(Path descriptors) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(FaultProxyTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException ignored) { // closed meanwhile, as the listing's own descriptor
      return false;
    }
  }
}
