// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteTest {
  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private static String object(String inside) {
    return "<Object>" + inside + "</Object>";
  }

  private static String document(String inside) {
    return "<?xml version=\"1.0\"?><Delete xmlns=\"any\">" + inside + "</Delete>";
  }

  @Test
  void batch_deletesWhatIsThereAndTellsPerKey() throws Exception {
    client.stored("/a", "1");
    client.stored("/b%26c", "2");
    client.stored("/d", "3");
    HttpResponse<String> answer =
        client.post(
            "?delete",
            document(
                object("<Key>a</Key>")
                    + object("<Key>b&amp;c</Key>")
                    + object("<Key>missing</Key>")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "<Deleted><Key>a</Key></Deleted>",
            "<Deleted><Key>b&amp;c</Key></Deleted>",
            "<Deleted><Key>missing</Key></Deleted>");
    assertThat(server.keys()).containsExactly("d");
    assertThat(server.history("a")).hasSize(2).last().matches(S3Effect::delete);
    assertThat(server.history("missing")).isEmpty();
  }

  @Test
  void batch_quiet_tellsErrorsAlone() throws Exception {
    client.stored("/a", "1");
    client.stored("/b", "2");
    HttpResponse<String> answer =
        client.post(
            "?delete",
            document(
                "<Quiet>true</Quiet>"
                    + object("<Key>a</Key><ETag>\"no\"</ETag>")
                    + object("<Key>b</Key>")));
    assertThat(answer.body())
        .contains("<Error><Key>a</Key><Code>PreconditionFailed</Code>")
        .doesNotContain("<Deleted>");
    assertThat(server.keys()).containsExactly("a");
  }

  @Test
  void batch_withFailingKeys_deletesTheOthers() throws Exception {
    client.stored("/a", "1");
    client.stored("/b", "2");
    server
        .on(RequestMatcher.operation(S3Operation.DELETE_OBJECTS))
        .answer(S3Fault.failKeys(Map.of("a", "InternalError")));
    HttpResponse<String> answer =
        client.post("?delete", document(object("<Key>a</Key>") + object("<Key>b</Key>")));
    assertThat(answer.body())
        .contains("<Error><Key>a</Key><Code>InternalError</Code>", "<Deleted><Key>b</Key>");
    assertThat(server.keys()).containsExactly("a");
  }

  @Test
  void batch_whereMd5IsDemanded_isRefusedWithout() throws Exception {
    server.dialect(S3Dialect.oldCeph());
    client.stored("/a", "1");
    String body = document(object("<Key>a</Key>"));
    HttpResponse<String> without = client.post("?delete", body);
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(without, "Code")).isEqualTo("MissingContentMD5");
    String md5 =
        Digests.base64(
            Digests.of("MD5", body.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertThat(client.post("?delete", body, "content-md5", md5).statusCode()).isEqualTo(200);
    assertThat(server.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "<Delete></Delete>",
        "<Delete><Object><Key>a</Object></Delete>",
        "<Delete><Object><Key>a</Key></Object>",
        "<Delete><Object><Key>a</Key></Object></Delete",
        "</Delete>",
        "<!DOCTYPE x><Delete><Object><Key>a</Key></Object></Delete>",
        "<Delete><Object><Key>&unknown;</Key></Object></Delete>",
        "<Delete><Object><Key>&#x110000;</Key></Object></Delete>",
        "<Delete><Object><Key>&#;</Key></Object></Delete>",
        "<Delete><Object><Key>a & b</Key></Object></Delete>",
        "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>"
      })
  void batch_thatIsNoDocument_isRefused(String body) throws Exception {
    client.stored("/a", "1");
    HttpResponse<String> answer = client.post("?delete", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("MalformedXML");
    assertThat(server.keys()).containsExactly("a");
  }

  @Test
  void batch_ofMoreThanThousand_isRefused() throws Exception {
    String one = object("<Key>a</Key>");
    assertThat(client.post("?delete", document(one.repeat(1000))).statusCode()).isEqualTo(200);
    assertThat(client.post("?delete", document(one.repeat(1001))).statusCode()).isEqualTo(400);
  }

  @Test
  void batch_withAllKindsOfReferences_findsTheKeys() throws Exception {
    client.stored("/%3C%3E%26%22'A%42", "1");
    String key = "&lt;&gt;&amp;&quot;&apos;&#65;&#x42;";
    HttpResponse<String> answer =
        client.post("?delete", document(object("<Key>" + key + "</Key><Empty/>")));
    assertThat(answer.body()).contains("<Key>&lt;&gt;&amp;&quot;'AB</Key>");
    assertThat(server.keys()).isEmpty();
  }
}
