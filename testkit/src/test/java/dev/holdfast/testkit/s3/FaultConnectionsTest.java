// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.testkit.net.Fault;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that take the connection, and what is held back. */
class FaultConnectionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final RequestMatcher PUT = RequestMatcher.operation(S3Operation.PUT_OBJECT);
  private static final RequestMatcher GET = RequestMatcher.operation(S3Operation.GET_OBJECT);

  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private static String put(String body) {
    return "PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String content() {
    return server
        .content("k")
        .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.US_ASCII))
        .orElse("");
  }

  @Test
  void F4_lostAnswer_hasItsEffect() throws Exception {
    server.on(PUT).answer(S3Fault.loseAnswer(Fault.Ending.CLOSE));
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("one")).readToEnd()).isEmpty();
    }
    assertThat(content()).isEqualTo("one");
    server.on(PUT).answer(S3Fault.loseAnswer(Fault.Ending.RESET));
    try (RawClient raw = new RawClient(server)) {
      raw.send(put("two"));
      assertThatExceptionOfType(SocketException.class).isThrownBy(raw::readToEnd);
    }
    assertThat(content()).isEqualTo("two");
    server.on(PUT).answer(S3Fault.loseAnswer(Fault.Ending.HANG));
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("three")).silent()).isTrue();
      assertThat(content()).isEqualTo("three");
    }
    assertThat(server.requests()).extracting(RecordedRequest::status).containsExactly(0, 0, 0);
    assertThat(server.requests()).allMatch(RecordedRequest::performed);
  }

  @Test
  void effect_thatTwoFaultsAskFor_happensOnce() throws Exception {
    server.on(PUT).answer(S3Fault.loseAnswer(Fault.Ending.CLOSE).afterEffect());
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("one")).readToEnd()).isEmpty();
    }
    assertThat(server.history("k")).hasSize(1);
  }

  @Test
  void F2_neverAnswered_hasNoEffectUnlessTold() throws Exception {
    server.on(PUT).answer(S3Fault.neverAnswer());
    server.on(PUT).answer(S3Fault.neverAnswer().afterEffect());
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("one")).silent()).isTrue();
      assertThat(content()).isEmpty();
    }
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("two")).silent()).isTrue();
      assertThat(content()).isEqualTo("two");
    }
    assertThat(server.awaitRequests(all -> all.stream().allMatch(RecordedRequest::ended), LIMIT))
        .isTrue();
  }

  @Test
  void F3_resetInTheBody_leavesNoTrace() throws Exception {
    server.on(PUT).answer(S3Fault.resetAfter(2));
    try (RawClient raw = new RawClient(server)) {
      raw.send("PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nab");
      assertThatExceptionOfType(SocketException.class).isThrownBy(raw::readToEnd);
    }
    assertThat(server.keys()).isEmpty();
    assertThat(server.awaitRequests(all -> all.get(0).ended(), LIMIT)).isTrue();
    assertThat(server.requests().get(0).bodyBytes()).isEqualTo(2);
    server.on(PUT).answer(S3Fault.resetAfter(99));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.put("/k", "short"));
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void blackHole_readsNothingUntilReleased() throws Exception {
    S3Injection hole = server.on(PUT).answer(S3Fault.blackHole());
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("one")).silent()).isTrue();
      assertThat(hole.awaitFired(1, LIMIT)).isTrue();
      assertThat(server.requests().get(0).bodyBytes()).isZero();
      assertThat(hole.release()).isEmpty();
      assertThatExceptionOfType(SocketException.class).isThrownBy(raw::readToEnd);
    }
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void F35_held_takesEffectWhenReleasedThoughItsConnectionIsGone() throws Exception {
    S3Injection held = server.on(PUT).times(2).answer(S3Fault.hold(Fault.Ending.CLOSE));
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("first")).readToEnd()).isEmpty();
    }
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("second")).readToEnd()).isEmpty();
    }
    assertThat(held.awaitHeld(2, LIMIT)).isTrue();
    String etag = client.stored("/k", "acknowledged");
    assertThat(content()).isEqualTo("acknowledged");
    assertThat(server.requests().get(0).performed()).isFalse();
    assertThat(held.release()).containsExactly(200, 200);
    assertThat(content()).isEqualTo("second");
    assertThat(server.requests().get(0).performed()).isTrue();
    assertThat(server.history("k")).extracting(S3Effect::request).containsExactly(3L, 1L, 2L);
    assertThat(server.history("k").get(0).etag()).isEqualTo(etag);
    assertThat(held.held()).isZero();
    assertThat(held.release()).isEmpty();
  }

  @Test
  void F35_heldConditionalWrite_isDecidedWhenItTakesEffect() throws Exception {
    S3Injection held = server.on(PUT).answer(S3Fault.hold(Fault.Ending.RESET));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.put("/k", "late", "if-none-match", "*"));
    assertThat(held.awaitHeld(1, LIMIT)).isTrue();
    client.stored("/k", "newer");
    assertThat(held.release()).containsExactly(412);
    assertThat(content()).isEqualTo("newer");
  }

  @Test
  void stalled_isPerformedAndAnsweredWhenReleased() throws Exception {
    S3Injection stall = server.on(PUT).answer(S3Fault.stall());
    try (RawClient raw = new RawClient(server)) {
      assertThat(raw.send(put("one")).silent()).isTrue();
      assertThat(stall.awaitFired(1, LIMIT)).isTrue();
      assertThat(server.keys()).isEmpty();
      assertThat(stall.release()).isEmpty();
      assertThat(raw.status()).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(content()).isEqualTo("one");
  }

  @Test
  void script_takesTheFirstLineThatFits_countsAndSkips() throws Exception {
    client.stored("/k", "x");
    S3Injection one = server.on(GET.key("k")).skip(1).times(2).answer(S3Fault.status(500, "A"));
    S3Injection all = server.on(GET).always().answer(S3Fault.status(503, "B"));
    List<Integer> statuses = new java.util.ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(client.get("/k").statusCode());
    }
    assertThat(statuses).containsExactly(503, 500, 500, 503);
    all.remove();
    all.remove();
    assertThat(client.get("/k").statusCode()).isEqualTo(200);
    assertThat(one.fired()).isEqualTo(2);
    assertThat(all.fired()).isEqualTo(2);
    assertThat(one.toString()).isEqualTo("[GET_OBJECT], key k: 500 A");
    assertThat(one.fault().toString()).isEqualTo("500 A");
  }

  @Test
  void script_withSenselessNumbers_isRefused() {
    S3Scripting line = server.on(GET);
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> line.times(0));
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> line.skip(-1));
  }

  @Test
  void matchers_lookAtWhatTheySay() throws Exception {
    server.on(RequestMatcher.any().keyPrefix("a/")).answer(S3Fault.status(500, "A"));
    server.on(RequestMatcher.any().part(2)).answer(S3Fault.status(500, "B"));
    server
        .on(RequestMatcher.any().where("metadata", r -> r.header("x-amz-meta-n").equals("1")))
        .answer(S3Fault.status(500, "C"));
    server.on(RequestMatcher.any().method("DELETE")).answer(S3Fault.status(500, "D"));
    assertThat(client.get("/b").statusCode()).isEqualTo(404);
    assertThat(client.put("/b", "x", "x-amz-meta-n", "2").statusCode()).isEqualTo(200);
    assertThat(PlainClient.element(client.get("/a/b"), "Code")).isEqualTo("A");
    assertThat(client.put("/b?partNumber=1&uploadId=x", "").statusCode()).isEqualTo(404);
    assertThat(PlainClient.element(client.put("/b?partNumber=2&uploadId=x", ""), "Code"))
        .isEqualTo("B");
    assertThat(PlainClient.element(client.put("/b", "x", "x-amz-meta-n", "1"), "Code"))
        .isEqualTo("C");
    assertThat(PlainClient.element(client.delete("/b"), "Code")).isEqualTo("D");
    assertThat(server.requests(RequestMatcher.any().part(2)))
        .extracting(RecordedRequest::toString)
        .containsExactly("#5 UPLOAD_PART b part 2 -> 500 B [500 B]");
  }
}
