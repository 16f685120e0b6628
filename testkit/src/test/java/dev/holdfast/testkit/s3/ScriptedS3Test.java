// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedS3Test {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06.789Z");

  private final ScriptedS3 server = ScriptedS3.builder().clock(() -> NOW).start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void history_tellsWhichWriteTookEffectWhen() throws Exception {
    String first = client.stored("/k", "one", "x-amz-meta-Write-Id", "w1");
    String second = client.stored("/k", "three", "x-amz-meta-write-id", "w2");
    client.stored("/other", "x");
    client.delete("/k");
    client.delete("/k");
    List<S3Effect> history = server.history("k");
    assertThat(history).extracting(S3Effect::etag).containsExactly(first, second, "");
    assertThat(history).extracting(S3Effect::order).containsExactly(1L, 2L, 4L);
    assertThat(history).extracting(S3Effect::request).containsExactly(1L, 2L, 4L);
    assertThat(history).extracting(S3Effect::sizeBytes).containsExactly(3L, 5L, 0L);
    assertThat(history).extracting(S3Effect::delete).containsExactly(false, false, true);
    assertThat(history).extracting(S3Effect::at).containsOnly(NOW);
    assertThat(history.get(1).metadata()).containsEntry("write-id", "w2");
    assertThat(server.history()).hasSize(4);
  }

  @Test
  void clock_isTheOneThatWasGiven() throws Exception {
    client.stored("/k", "one");
    HttpResponse<String> get = client.get("/k");
    assertThat(get.headers().firstValue("date")).contains("Mon, 03 Feb 2031 04:05:06 GMT");
    assertThat(get.headers().firstValue("last-modified")).contains("Mon, 03 Feb 2031 04:05:06 GMT");
    assertThat(client.get("?list-type=2").body())
        .contains("<LastModified>2031-02-03T04:05:06.789Z</LastModified>");
  }

  @Test
  void writers_together_areOrderedAsTheHistorySays() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String body = "body " + i;
        writes.add(() -> client.put("/k", body, "if-none-match", "*").statusCode());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> one : pool.invokeAll(writes, 20, TimeUnit.SECONDS)) {
        statuses.add(one.get());
      }
      assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    } finally {
      pool.shutdownNow();
    }
    assertThat(server.history("k")).hasSize(1);
    assertThat(server.requests())
        .filteredOn(RecordedRequest::performed)
        .extracting(RecordedRequest::number)
        .containsExactly(server.history("k").get(0).request());
  }

  @Test
  void F1_refused_connectsNobodyUntilItAcceptsAgain() throws Exception {
    client.stored("/k", "one");
    int port = server.port();
    server.refuse();
    server.refuse();
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> client.get("/k"));
    server.accept();
    server.accept();
    assertThat(server.port()).isEqualTo(port);
    assertThat(client.get("/k").body()).isEqualTo("one");
  }

  @Test
  void cut_endsOpenConnectionsAlone() throws Exception {
    try (RawClient raw = new RawClient(server)) {
      raw.send("HEAD /bucket HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(raw.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(server.openConnections()).isEqualTo(1);
      server.cutConnections();
      assertThat(raw.readToEnd()).isEmpty();
    }
    assertThat(client.head("").statusCode()).isEqualTo(200);
    assertThat(server.acceptedConnections()).isEqualTo(2);
  }

  @Test
  void oneConnectionTooMany_isClosed() throws Exception {
    try (ScriptedS3 small = ScriptedS3.builder().mostConnections(1).start();
        RawClient first = new RawClient(small)) {
      first.send("HEAD /bucket HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(first.status()).isEqualTo("HTTP/1.1 200 OK");
      try (RawClient second = new RawClient(small)) {
        assertThat(second.readToEnd()).isEmpty();
      }
      assertThat(small.acceptedConnections()).isEqualTo(1);
    }
  }

  @Test
  void F16_answerThatNobodyReads_isNotSentToItsEnd() throws Exception {
    try (ScriptedS3 large = ScriptedS3.builder().keepAtMost(0).start()) {
      int size = 64 << 20;
      try (RawClient raw = new RawClient(large)) {
        raw.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-length: " + size + "\r\n\r\n");
        String filling = "x".repeat(1 << 20);
        for (int sent = 0; sent < size; sent += filling.length()) {
          raw.send(filling);
        }
        assertThat(raw.status()).isEqualTo("HTTP/1.1 200 OK");
        raw.send("GET /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
        assertThat(raw.readUntil("\r\n\r\n\0")).contains("content-length: " + size);
      }
      assertThat(large.awaitRequests(all -> all.get(1).ended(), LIMIT)).isTrue();
      assertThat(large.requests().get(0).bodyBytes()).isEqualTo(size);
      assertThat(large.requests().get(1).sentBytes()).isLessThan(size);
      assertThat(large.awaitOpenConnections(0, LIMIT)).isTrue();
      assertThat(large.openConnections()).isZero();
    }
  }

  @Test
  void buckets_existAsTheyWereGiven() throws Exception {
    try (ScriptedS3 two = ScriptedS3.builder().buckets("a", "b").start()) {
      assertThat(two.bucket()).isEqualTo("a");
      PlainClient inA = new PlainClient(two);
      assertThat(inA.head("").headers().firstValue("x-amz-bucket-region")).contains("us-east-1");
      try (RawClient raw = new RawClient(two)) {
        raw.send("HEAD /b HTTP/1.1\r\nhost: h\r\n\r\nHEAD /c HTTP/1.1\r\nhost: h\r\n\r\n");
        assertThat(raw.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(raw.status()).isEqualTo("HTTP/1.1 404 Not Found");
      }
    }
  }

  @Test
  void clear_forgetsAllButBucketsAndConnections() throws Exception {
    client.stored("/k", "one");
    client.post("/u?uploads", "");
    server.on(RequestMatcher.any()).always().answer(S3Fault.status(500, "InternalError"));
    server.clear();
    assertThat(server.history()).isEmpty();
    assertThat(server.keys()).isEmpty();
    assertThat(server.unfinishedUploads()).isEmpty();
    assertThat(server.requests()).isEmpty();
    assertThat(client.head("").statusCode()).isEqualTo(200);
    assertThat(server.requests().get(0).number()).isEqualTo(3);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void log_keepsTheNewest() throws Exception {
    try (ScriptedS3 small = ScriptedS3.builder().mostRequests(2).start()) {
      PlainClient other = new PlainClient(small);
      for (int i = 0; i < 3; i++) {
        other.get("/" + i);
      }
      assertThat(small.requests()).extracting(RecordedRequest::key).containsExactly("1", "2");
    }
  }

  @Test
  void waiting_endsAtTheLimitOnInterruptAndOnClose() throws Exception {
    assertThat(server.awaitRequests(all -> false, Duration.ofMillis(1))).isFalse();
    Thread.currentThread().interrupt();
    assertThat(server.awaitRequests(all -> false, LIMIT)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    server.close();
    assertThat(server.awaitRequests(all -> false, LIMIT)).isFalse();
  }

  @Test
  void corrupt_whereThereIsNoByte_isRefused() throws Exception {
    client.stored("/k", "abc");
    assertThatIllegalArgumentException().isThrownBy(() -> server.corrupt("k", 3));
    assertThatIllegalArgumentException().isThrownBy(() -> server.corrupt("k", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> server.corrupt("other", 0));
    assertThat(server.content("other")).isEmpty();
  }

  @Test
  void close_withRequestsUnderWay_leavesNoThreadAndNoPort() throws Exception {
    String prefix = "holdfast-s3-" + server.port() + "-";
    server.on(RequestMatcher.any().key("hole")).answer(S3Fault.blackHole());
    server.on(RequestMatcher.any().key("stall")).answer(S3Fault.stall());
    server.on(RequestMatcher.any().key("hang")).answer(S3Fault.neverAnswer());
    server.on(RequestMatcher.any().key("drip")).answer(S3Fault.drip(1, Duration.ofHours(1)));
    List<RawClient> clients = new ArrayList<>();
    for (String key : List.of("hole", "stall", "hang", "drip")) {
      RawClient raw = new RawClient(server);
      clients.add(raw.send("GET /bucket/" + key + " HTTP/1.1\r\nhost: h\r\n\r\n"));
    }
    assertThat(
            server.awaitRequests(
                all -> all.stream().filter(one -> !one.fault().isEmpty()).count() == 4, LIMIT))
        .isTrue();
    assertThat(threads(prefix)).hasSize(5).allMatch(Thread::isDaemon);
    server.close();
    server.close();
    assertThat(threads(prefix)).isEmpty();
    for (RawClient raw : clients) {
      raw.close();
    }
    try (ServerSocket again =
        new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(again.isBound()).isTrue();
    } catch (IOException e) {
      throw new AssertionError("the port is still taken", e);
    }
  }

  @Test
  void close_waitsForAThreadThatEndsLate() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Waits late =
        (signal, deadline) -> {
          boolean held = Waits.parking().await(signal, deadline);
          return !never.await(300, TimeUnit.MILLISECONDS) && held;
        };
    ScriptedS3 slow = ScriptedS3.builder().waits(late, Ticker.system()).start();
    S3Injection hole = slow.on(RequestMatcher.any()).answer(S3Fault.blackHole());
    try (RawClient raw = new RawClient(slow)) {
      raw.send("HEAD /bucket HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(hole.awaitFired(1, LIMIT)).isTrue();
      slow.close();
      assertThat(threads("holdfast-s3-" + slow.port() + "-")).isEmpty();
    }
  }

  @Test
  void close_interrupted_endsAndKeepsTheInterrupt() throws Exception {
    try (RawClient raw = new RawClient(server)) {
      raw.send("HEAD /bucket HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(raw.status()).isEqualTo("HTTP/1.1 200 OK");
      Thread.currentThread().interrupt();
      server.close();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
