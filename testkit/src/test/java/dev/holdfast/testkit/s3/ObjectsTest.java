// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept with an object, what is not taken, and what the server does not know. */
class ObjectsTest {
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
  void metadata_upTo2KiB_isKept() throws Exception {
    String most = "v".repeat(2047);
    assertThat(client.put("/k", "x", "x-amz-meta-n", most).statusCode()).isEqualTo(200);
    assertThat(client.head("/k").headers().firstValue("x-amz-meta-n")).contains(most);
    refused(client.put("/k", "x", "x-amz-meta-n", most + "v"), 400, "MetadataTooLarge");
  }

  @Test
  void key_upTo1024Bytes_isTaken() throws Exception {
    assertThat(client.put("/" + "k".repeat(1024), "x").statusCode()).isEqualTo(200);
    refused(client.put("/" + "k".repeat(1025), "x"), 400, "KeyTooLongError");
  }

  @Test
  void fields_thatBelongToTheObject_areKeptAndOthersAreNot() throws Exception {
    client.stored(
        "/k",
        "x",
        "cache-control",
        "no-store",
        "content-disposition",
        "inline",
        "content-language",
        "de",
        "expires",
        "never",
        "x-other",
        "1",
        "x-amz-storage-class",
        "STANDARD");
    HttpResponse<String> get = client.get("/k");
    assertThat(get.headers().firstValue("cache-control")).contains("no-store");
    assertThat(get.headers().firstValue("content-disposition")).contains("inline");
    assertThat(get.headers().firstValue("content-language")).contains("de");
    assertThat(get.headers().firstValue("expires")).contains("never");
    assertThat(get.headers().firstValue("content-type")).contains("binary/octet-stream");
    assertThat(get.headers().map()).doesNotContainKeys("x-other", "x-amz-storage-class");
  }

  @Test
  void link_mayNameOtherFieldsForTheAnswer() throws Exception {
    client.stored("/k", "x");
    HttpResponse<String> get =
        client.get("/k?response-content-type=text/x&response-content-disposition=a%3Bb");
    assertThat(get.headers().firstValue("content-type")).contains("text/x");
    assertThat(get.headers().firstValue("content-disposition")).contains("a;b");
  }

  @Test
  void tags_areKeptReadReplacedAndRemoved() throws Exception {
    client.stored("/k", "x", "x-amz-tagging", "a=1&b=2%263");
    assertThat(client.get("/k").headers().firstValue("x-amz-tagging-count")).contains("2");
    assertThat(client.get("/k?tagging").body())
        .contains("<Tag><Key>b</Key><Value>2&amp;3</Value></Tag>");
    String document =
        "<Tagging><TagSet><Tag><Key>c</Key><Value>&lt;</Value></Tag></TagSet></Tagging>";
    assertThat(client.put("/k?tagging", document).statusCode()).isEqualTo(200);
    assertThat(client.get("/k?tagging").body())
        .contains("<Key>c</Key><Value>&lt;</Value>")
        .doesNotContain("<Key>a<");
    assertThat(client.delete("/k?tagging").statusCode()).isEqualTo(204);
    assertThat(client.get("/k?tagging").body()).doesNotContain("<Tag>");
    assertThat(client.get("/k").body()).isEqualTo("x");
    refused(client.get("/missing?tagging"), 404, "NoSuchKey");
  }

  @Test
  void tags_beyondTheLimits_areRefused() throws Exception {
    StringBuilder many = new StringBuilder("t0=0");
    for (int i = 1; i < 11; i++) {
      many.append("&t").append(i).append("=").append(i);
    }
    refused(client.put("/k", "x", "x-amz-tagging", many.toString()), 400, "InvalidTag");
    refused(client.put("/k", "x", "x-amz-tagging", "n=" + "v".repeat(257)), 400, "InvalidTag");
    refused(client.put("/k", "x", "x-amz-tagging", "n".repeat(129) + "=v"), 400, "InvalidTag");
  }

  @Test
  void dialect_withoutTags_refusesThemEverywhere() throws Exception {
    server.dialect(S3Dialect.aws().tagging(false));
    refused(client.put("/k", "x", "x-amz-tagging", "a=1"), 501, "NotImplemented");
    client.stored("/k", "x");
    refused(client.get("/k?tagging"), 501, "NotImplemented");
  }

  @Test
  void dialect_withoutAnOperation_refusesItAlone() throws Exception {
    server.dialect(
        S3Dialect.aws().without(S3Operation.COPY_OBJECT).without(S3Operation.DELETE_OBJECTS));
    client.stored("/k", "x");
    refused(client.put("/c", "", "x-amz-copy-source", "/bucket/k"), 501, "NotImplemented");
    refused(client.post("?delete", "<Delete/>"), 501, "NotImplemented");
    assertThat(client.get("/k").statusCode()).isEqualTo(200);
  }

  @Test
  void dialect_withPrefixConflicts_keepsObjectsAndDirectoriesApart() throws Exception {
    client.stored("/f", "x");
    assertThat(client.put("/f/g", "x").statusCode()).isEqualTo(200);
    server.clear();
    server.dialect(S3Dialect.aws().prefixConflicts(true));
    client.stored("/f", "x");
    refused(client.put("/f/g", "x"), 400, "XMinioParentIsObject");
    assertThat(client.put("/fg", "x").statusCode()).isEqualTo(200);
    client.stored("/d/e", "x");
    refused(client.put("/d", "x"), 409, "XMinioObjectExistsAsDirectory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /k?acl",
        "GET /k?partNumber=1",
        "GET /?location",
        "GET /?lifecycle",
        "GET /?versions",
        "PUT /",
        "PUT /k?acl",
        "POST /k",
        "POST /k?tagging",
        "PATCH /k",
        "DELETE /"
      })
  void otherOperations_are501(String request) throws Exception {
    client.stored("/k", "x");
    String[] parts = request.split(" ", -1);
    String path = parts[1].replaceFirst("^/(?=\\?|$)", "");
    refused(client.send(parts[0], path, ""), 501, "NotImplemented");
    assertThat(server.history()).hasSize(1);
    assertThat(server.requests().get(1).operation()).isEqualTo(S3Operation.OTHER);
  }

  @Test
  void bucket_withoutVersions_saysNothingAboutThem() throws Exception {
    assertThat(client.get("?versioning").body()).doesNotContain("Status");
  }
}
