// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ScriptedS3 server = ScriptedS3.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private byte[] content(String key) {
    return server.content(key).orElseThrow();
  }

  @Test
  void twoRequests_inOneWrite_areAnsweredInOrder() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(
          "PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabc"
              + "GET /bucket/k HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
      assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(client.readUntil("\r\n\r\n")).contains("content-length: 3", "connection: close");
      assertThat(client.end().readToEnd()).isEqualTo("abc");
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void expectation_ofContinue_isMetBeforeTheBody() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(
          "PUT /bucket/k HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");
      assertThat(client.status()).isEqualTo("HTTP/1.1 100 Continue");
      client.send("abc");
      assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(content("k")).asString().isEqualTo("abc");
  }

  @Test
  void expectation_ofARefusedRequest_getsTheRefusalAlone() throws Exception {
    server.allow("key", "secret");
    try (RawClient client = new RawClient(server)) {
      client.send(
          "PUT /bucket/k HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");
      assertThat(client.status()).isEqualTo("HTTP/1.1 403 Forbidden");
      assertThat(client.readToEnd()).contains("<Code>AccessDenied</Code>");
    }
    assertThat(server.requests().get(0).bodyBytes()).isZero();
  }

  @Test
  void expectation_swallowed_isServedWhenTheClientSendsAllTheSame() throws Exception {
    server.dialect(S3Dialect.aws().continueSwallowed(true));
    try (RawClient client = new RawClient(server)) {
      client.send(
          "PUT /bucket/k HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n");
      assertThat(client.silent()).isTrue();
      assertThat(client.send("abc").status()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void body_inChunks_isPutTogether() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\ntrailing: field\r\n\r\n");
      client.send("HEAD /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(client.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(client.readUntil("\r\n\r\n")).contains("content-length: 13");
    }
    assertThat(content("k")).asString().isEqualTo("abc0123456789");
  }

  @Test
  void put_withoutLength_isRefused() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(client.status()).isEqualTo("HTTP/1.1 411 Status");
    }
    assertThat(server.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 5\r\n\r\nabc",
        "content-length: x\r\n\r\nabc",
        "transfer-encoding: chunked\r\n\r\n5\r\nabc",
        "transfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
        "no colon\r\n\r\n"
      })
  void request_cutShortOrMisframed_hasNoEffectAndNoAnswer(String rest) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\n" + rest).end();
      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(server.keys()).isEmpty();
    assertThat(server.history()).isEmpty();
  }

  @Test
  void body_cutShort_isInTheLogWithWhatCame() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nabc").end();
      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(server.awaitRequests(all -> all.get(0).ended(), LIMIT)).isTrue();
    RecordedRequest request = server.requests().get(0);
    assertThat(request.bodyBytes()).isEqualTo(3);
    assertThat(request.performed()).isFalse();
    assertThat(request.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET"})
  void noise_isNotAnswered(String noise) throws Exception {
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send(noise).end().readToEnd()).isEmpty();
    }
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bucket/%zz", "/bucket/%4"})
  void target_thatCannotBeDecoded_isRefused(String target) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("GET " + target + " HTTP/1.1\r\nhost: h\r\n\r\n").end();
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("InvalidURI");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://h/bucket/k HTTP/1.1\r\nhost: h\r\n\r\n",
        "GET /k HTTP/1.1\r\nhost: bucket.localhost:1234\r\n\r\n",
        "GET /k HTTP/1.1\nHOST:bucket.localhost\n\n"
      })
  void bucket_inAnyPlace_isFound(String request) throws Exception {
    new PlainClient(server).stored("/k", "hello");
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send(request).status()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void S14_rawHead_isKeptByteForByte() throws Exception {
    String head = "GET /bucket/k HTTP/1.1\r\nHost: h\r\nX-Odd:  \u00e9 \r\n\r\n";
    try (RawClient client = new RawClient(server)) {
      client.send(head).end();
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 404 Not Found");
    }
    RecordedRequest request = server.requests().get(0);
    assertThat(request.head()).isEqualTo(head);
    assertThat(request.header("X-Odd")).isEqualTo("\u00e9");
  }

  @Test
  void endlessLine_endsTheConnection() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("GET /bucket/" + "k".repeat(70_000)).end();
      assertThat(client.readToEnd()).isEmpty();
    } catch (java.net.SocketException e) {
      assertThat(e).as("cut with bytes unread").hasMessageContaining("reset");
    }
    assertThat(server.requests()).isEmpty();
  }
}
