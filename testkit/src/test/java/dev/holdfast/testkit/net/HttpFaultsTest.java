// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static dev.holdfast.testkit.net.Direction.DOWNSTREAM;
import static dev.holdfast.testkit.net.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same faults under a real protocol. */
class HttpFaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final BlockingQueue<String> applied = new LinkedBlockingQueue<>();

  /** More than one: a held request keeps a worker busy. */
  private final ExecutorService workers = Executors.newCachedThreadPool();

  private HttpServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          applied.add(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.setExecutor(workers);
    server.start();
    proxy = FaultProxy.start(server.getAddress(), 6);
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
    workers.shutdownNow();
  }

  @Test
  void dropResponse_post_isAppliedButNotAcknowledged() throws Exception {
    Injection lost =
        proxy.inject(
            DOWNSTREAM,
            Fault.dropResponse(Fault.Ending.CLOSE),
            Trigger.onPattern(UPSTREAM, "POST /write").once());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> post("first", LIMIT));
    assertThat(applied.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(lost.fired()).isEqualTo(1);
    assertThat(post("second", LIMIT)).isEqualTo(200);
    assertThat(applied.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void hold_post_isAppliedAfterTheClientGaveUp() throws Exception {
    Injection held = proxy.inject(UPSTREAM, Fault.hold(), Trigger.onPattern("POST /write").once());
    try (Client client = Client.to(proxy.address())) {
      client.send("POST /write HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nlate");
      assertThat(proxy.awaitFired(held, LIMIT)).isTrue();
    }
    assertThat(post("early", LIMIT)).isEqualTo(200);
    assertThat(applied.poll(10, TimeUnit.SECONDS)).isEqualTo("early");
    held.release();
    assertThat(applied.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
  }

  private int post(String body, Duration limit) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/write"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(limit)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
