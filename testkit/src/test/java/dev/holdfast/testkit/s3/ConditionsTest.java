// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo(code);
  }

  @Test
  void putIfAbsent_existing_is412AndLeavesTheOldOne() throws Exception {
    assertThat(client.put("/k", "one", "if-none-match", "*").statusCode()).isEqualTo(200);
    refused(client.put("/k", "two", "if-none-match", "*"), 412, "PreconditionFailed");
    assertThat(server.content("k").orElseThrow()).asString().isEqualTo("one");
    refused(client.put("/k", "two", "if-none-match", "\"x\""), 501, "NotImplemented");
  }

  @Test
  void putIfMatch_isDecidedByTheEtag() throws Exception {
    refused(client.put("/k", "one", "if-match", "\"x\""), 404, "NoSuchKey");
    String etag = client.stored("/k", "one");
    refused(client.put("/k", "two", "if-match", "\"x\""), 412, "PreconditionFailed");
    assertThat(client.put("/k", "two", "if-match", etag).statusCode()).isEqualTo(200);
    String bare = client.stored("/k", "three").replace("\"", "");
    assertThat(client.put("/k", "four", "if-match", bare).statusCode()).isEqualTo(200);
    assertThat(client.put("/k", "five", "if-match", "*").statusCode()).isEqualTo(200);
  }

  @Test
  void deleteIfMatch_isDecidedByTheEtag() throws Exception {
    refused(client.delete("/k", "if-match", "\"x\""), 404, "NoSuchKey");
    String etag = client.stored("/k", "one");
    refused(client.delete("/k", "if-match", "\"x\""), 412, "PreconditionFailed");
    assertThat(server.keys()).containsExactly("k");
    assertThat(client.delete("/k", "if-match", etag).statusCode()).isEqualTo(204);
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void reads_areDecidedByEtagAndDate() throws Exception {
    String etag = client.stored("/k", "one");
    refused(client.get("/k", "if-match", "\"x\""), 412, "PreconditionFailed");
    assertThat(client.get("/k", "if-match", "\"x\", " + etag).statusCode()).isEqualTo(200);
    HttpResponse<String> same = client.get("/k", "if-none-match", "W/" + etag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.headers().firstValue("etag")).contains(etag);
    assertThat(client.get("/k", "if-none-match", "\"x\"").statusCode()).isEqualTo(200);
    String past = "Mon, 01 Jan 2001 00:00:00 GMT";
    String future = "Fri, 01 Jan 2100 00:00:00 GMT";
    assertThat(client.get("/k", "if-modified-since", past).statusCode()).isEqualTo(200);
    assertThat(client.get("/k", "if-modified-since", future).statusCode()).isEqualTo(304);
    assertThat(client.get("/k", "if-unmodified-since", past).statusCode()).isEqualTo(412);
    assertThat(client.get("/k", "if-unmodified-since", future).statusCode()).isEqualTo(200);
    assertThat(client.get("/k", "if-unmodified-since", "soon").statusCode()).isEqualTo(200);
    assertThat(client.head("/k", "if-match", "\"x\"").statusCode()).isEqualTo(412);
  }

  @Test
  void dialect_thatIgnores_overwrites() throws Exception {
    server.dialect(S3Dialect.aws().conditions(S3Dialect.Conditions.IGNORED));
    client.stored("/k", "one");
    assertThat(client.put("/k", "two", "if-none-match", "*").statusCode()).isEqualTo(200);
    assertThat(client.delete("/k", "if-match", "\"x\"").statusCode()).isEqualTo(204);
  }

  @Test
  void dialect_thatRefusesOnOneOperation_honoursOnTheOthers() throws Exception {
    server.dialect(
        S3Dialect.aws().conditions(S3Operation.DELETE_OBJECT, S3Dialect.Conditions.REFUSED));
    client.stored("/k", "one");
    refused(client.delete("/k", "if-match", "\"x\""), 501, "NotImplemented");
    refused(client.put("/k", "two", "if-none-match", "*"), 412, "PreconditionFailed");
    assertThat(client.delete("/k").statusCode()).isEqualTo(204);
  }
}
