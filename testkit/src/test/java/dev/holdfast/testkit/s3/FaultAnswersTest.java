// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.testkit.net.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that show in the answer. */
class FaultAnswersTest {
  private static final RequestMatcher PUT = RequestMatcher.operation(S3Operation.PUT_OBJECT);
  private static final RequestMatcher GET = RequestMatcher.operation(S3Operation.GET_OBJECT);

  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void status_withoutEffect_leavesNoTrace() throws Exception {
    S3Injection injection = server.on(PUT).answer(S3Fault.status(500, "InternalError"));
    HttpResponse<String> answer = client.put("/k", "hello");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("InternalError");
    assertThat(server.history()).isEmpty();
    assertThat(injection.fired()).isEqualTo(1);
    assertThat(client.put("/k", "hello").statusCode()).isEqualTo(200);
    RecordedRequest first = server.requests().get(0);
    assertThat(first.performed()).isFalse();
    assertThat(first.status()).isEqualTo(500);
    assertThat(first.errorCode()).isEqualTo("InternalError");
    assertThat(first.fault()).isEqualTo("500 InternalError");
    assertThat(first.bodyBytes()).isEqualTo(5);
  }

  @Test
  void status_afterTheEffect_liesAboutIt() throws Exception {
    server.on(PUT).answer(S3Fault.status(500, "InternalError").afterEffect());
    assertThat(client.put("/k", "hello").statusCode()).isEqualTo(500);
    assertThat(server.history("k")).hasSize(1);
    assertThat(server.history("k").get(0).request()).isEqualTo(1);
    RecordedRequest request = server.requests().get(0);
    assertThat(request.performed()).isTrue();
    assertThat(request.fault()).isEqualTo("500 InternalError, after the effect");
  }

  @Test
  void F5_slowDown_tellsWhenToComeBack() throws Exception {
    server.on(GET).answer(S3Fault.slowDown(Duration.ofSeconds(7)));
    HttpResponse<String> answer = client.get("/k");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("7");
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("SlowDown");
  }

  @Test
  void S17_redirect_namesAnotherHost() throws Exception {
    server.on(GET).answer(S3Fault.redirect(URI.create("http://127.0.0.9:1/bucket/k")));
    HttpResponse<String> answer = client.get("/k");
    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("location")).contains("http://127.0.0.9:1/bucket/k");
  }

  @Test
  void F11_errorInOk_hasStatus200() throws Exception {
    server.on(RequestMatcher.any().method("POST")).answer(S3Fault.errorInOk("InternalError"));
    HttpResponse<String> answer = client.post("/k?uploadId=x", "<a/>");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("InternalError");
  }

  @Test
  void answer_ofOnesOwn_isSentAsItIs() throws Exception {
    byte[] body = "mine".getBytes(StandardCharsets.US_ASCII);
    server.on(GET).answer(S3Fault.answer(418, Map.of("x-own", "1"), body));
    body[0] = 'w';
    HttpResponse<String> answer = client.get("/k");
    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.headers().firstValue("x-own")).contains("1");
    assertThat(answer.body()).isEqualTo("mine");
  }

  @Test
  void status_onHead_hasNoBody() throws Exception {
    server.on(RequestMatcher.any()).answer(S3Fault.status(503, "SlowDown"));
    assertThat(client.head("/k").statusCode()).isEqualTo(503);
    assertThat(client.head("/k").statusCode()).isEqualTo(404);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void S20_hostileErrors_areWhatTheySay() throws Exception {
    server.on(GET).answer(S3Fault.hugeError(500, 3_000_000));
    server.on(GET).answer(S3Fault.externalEntity(500, URI.create("file:///etc/hostname")));
    server.on(GET).answer(S3Fault.entityBomb(500));
    HttpResponse<String> huge = client.get("/k");
    assertThat(huge.body()).hasSize(3_000_000).startsWith("<Error>").endsWith("</Error>");
    assertThat(client.get("/k").body())
        .contains("<!ENTITY outside SYSTEM \"file:///etc/hostname\">", "&outside;");
    assertThat(client.get("/k").body())
        .contains("<!ENTITY e9 \"" + "&e8;".repeat(10) + "\">", "&e9;");
  }

  @Test
  void F12_truncated_endsBeforeTheAnnouncedLength() throws Exception {
    client.stored("/k", "0123456789");
    for (Fault.Ending ending : new Fault.Ending[] {Fault.Ending.CLOSE, Fault.Ending.RESET}) {
      // The client repeats a GET by itself if the reset overtakes the answer.
      S3Injection cut = server.on(GET).always().answer(S3Fault.truncate(4, ending));
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get("/k"));
      cut.remove();
    }
    server.on(GET).answer(S3Fault.truncate(4, Fault.Ending.CLOSE));
    try (RawClient raw = new RawClient(server)) {
      raw.send("GET /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(raw.readToEnd()).contains("content-length: 10\r\n").endsWith("\r\n\r\n0123");
    }
    assertThat(client.get("/k").body()).isEqualTo("0123456789");
  }

  @Test
  void F13_flipped_isOneBitOff() throws Exception {
    client.stored("/k", "0123456789");
    server.on(GET).times(2).answer(S3Fault.flip(4));
    assertThat(client.get("/k").body()).isEqualTo("0123556789");
    assertThat(client.get("/k", "range", "bytes=0-1").body()).isEqualTo("01");
    assertThat(client.get("/k").body()).isEqualTo("0123456789");
  }

  @Test
  void S22_announcedLength_isNotTheRealOne() throws Exception {
    client.stored("/k", "0123456789");
    server.on(GET).answer(S3Fault.announce(1L << 31));
    try (RawClient raw = new RawClient(server)) {
      raw.send("GET /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(raw.readToEnd())
          .contains("content-length: 2147483648\r\n")
          .endsWith("\r\n\r\n0123456789");
    }
  }

  @Test
  void F15_drip_sendsPiecesWithPausesBetween() throws Exception {
    client.stored("/k", "0123456789");
    server.on(GET).answer(S3Fault.drip(4, Duration.ofMillis(40)));
    long start = System.nanoTime();
    assertThat(client.get("/k").body()).isEqualTo("0123456789");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
    server.on(RequestMatcher.any()).answer(S3Fault.drip(1, Duration.ofHours(1)));
    assertThat(client.head("/k").statusCode()).isEqualTo(200);
    assertThatIllegalArgumentException().isThrownBy(() -> S3Fault.drip(0, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> S3Fault.drip(1, Duration.ofNanos(-1)));
  }

  @Test
  void rawAnswer_isSentAndTheConnectionClosed() throws Exception {
    server.on(GET).answer(S3Fault.rawAnswer("not HTTP \u00e9"));
    try (RawClient raw = new RawClient(server)) {
      raw.send("GET /bucket/k HTTP/1.1\r\nhost: h\r\n\r\n");
      assertThat(raw.readToEnd()).isEqualTo("not HTTP \u00e9");
    }
  }

  @Test
  void inDialect_concernsOneRequest() throws Exception {
    client.stored("/k", "old");
    server
        .on(PUT)
        .answer(S3Fault.inDialect(S3Dialect.aws().conditions(S3Dialect.Conditions.IGNORED)));
    assertThat(client.put("/k", "new", "if-none-match", "*").statusCode()).isEqualTo(200);
    assertThat(client.put("/k", "newer", "if-none-match", "*").statusCode()).isEqualTo(412);
  }
}
