// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest {
  private final ScriptedS3 server = ScriptedS3.builder().buckets("bucket", "other").start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> copy(String target, String source, String... more) throws Exception {
    String[] headers = new String[more.length + 2];
    headers[0] = "x-amz-copy-source";
    headers[1] = source;
    System.arraycopy(more, 0, headers, 2, more.length);
    return client.put(target, "", headers);
  }

  @Test
  void copy_keepsBytesMetadataAndTags() throws Exception {
    String etag =
        client.stored(
            "/a%20b",
            "hello",
            "x-amz-meta-n",
            "1",
            "content-type",
            "text/x",
            "x-amz-tagging",
            "t=v",
            "x-amz-storage-class",
            "GLACIER_IR",
            "x-amz-checksum-crc32c",
            "mnG7TA==");
    HttpResponse<String> answer = copy("/c", "/bucket/a%20b");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(PlainClient.element(answer, "ETag")).isEqualTo(etag.replace("\"", "&quot;"));
    assertThat(PlainClient.element(answer, "ChecksumCRC32C")).isEqualTo("mnG7TA==");
    HttpResponse<String> get = client.get("/c");
    assertThat(get.body()).isEqualTo("hello");
    assertThat(get.headers().firstValue("x-amz-meta-n")).contains("1");
    assertThat(get.headers().firstValue("content-type")).contains("text/x");
    assertThat(get.headers().firstValue("x-amz-tagging-count")).contains("1");
    assertThat(get.headers().firstValue("x-amz-storage-class")).isEmpty();
    assertThat(server.history("c").get(0).operation()).isEqualTo(S3Operation.COPY_OBJECT);
  }

  @Test
  void copy_replacing_takesWhatTheRequestSays() throws Exception {
    client.stored("/a", "hello", "x-amz-meta-n", "1", "x-amz-tagging", "t=v&u=w");
    HttpResponse<String> answer =
        copy(
            "/c",
            "bucket/a",
            "x-amz-metadata-directive",
            "REPLACE",
            "x-amz-meta-m",
            "2",
            "x-amz-tagging-directive",
            "REPLACE",
            "x-amz-tagging",
            "z=1",
            "x-amz-checksum-algorithm",
            "CRC32");
    assertThat(PlainClient.element(answer, "ChecksumCRC32")).isEqualTo("NhCmhg==");
    HttpResponse<String> get = client.get("/c");
    assertThat(get.headers().firstValue("x-amz-meta-n")).isEmpty();
    assertThat(get.headers().firstValue("x-amz-meta-m")).contains("2");
    assertThat(client.get("/c?tagging").body()).contains("<Key>z</Key>").doesNotContain("<Key>t<");
  }

  @Test
  void copy_ontoItself_needsAChange() throws Exception {
    client.stored("/a", "hello");
    HttpResponse<String> same = copy("/a", "/bucket/a");
    assertThat(same.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(same, "Code")).isEqualTo("InvalidRequest");
    assertThat(copy("/a", "/bucket/a", "x-amz-metadata-directive", "REPLACE").statusCode())
        .isEqualTo(200);
    assertThat(copy("/a", "/bucket/a", "x-amz-storage-class", "GLACIER_IR").statusCode())
        .isEqualTo(200);
  }

  @Test
  void conditions_ofSourceAndTarget_areHonoured() throws Exception {
    String etag = client.stored("/a", "hello");
    String[] conditions = {
      "x-amz-copy-source-if-match", "\"x\"", "x-amz-copy-source-if-none-match", etag,
    };
    for (int at = 0; at < conditions.length; at += 2) {
      assertThat(copy("/c", "/bucket/a", conditions[at], conditions[at + 1]).statusCode())
          .isEqualTo(412);
    }
    assertThat(server.keys()).containsExactly("a");
    assertThat(copy("/c", "/bucket/a", "x-amz-copy-source-if-match", etag).statusCode())
        .isEqualTo(200);
    assertThat(copy("/c", "/bucket/a", "if-none-match", "*").statusCode()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "/bucket/", "/", "//a"})
  void source_thatNamesNoObject_isRefused(String source) throws Exception {
    HttpResponse<String> answer = copy("/c", source);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("InvalidArgument");
  }

  @Test
  void source_thatIsMissing_isTold() throws Exception {
    assertThat(PlainClient.element(copy("/c", "/bucket/a"), "Code")).isEqualTo("NoSuchKey");
    assertThat(PlainClient.element(copy("/c", "/nope/a"), "Code")).isEqualTo("NoSuchBucket");
    assertThat(PlainClient.element(copy("/c", "/other/a"), "Code")).isEqualTo("NoSuchKey");
  }

  @Test
  void copy_largerThanTheLimit_isRefusedAndGoesInParts() throws Exception {
    client.stored("/a", "0123456789");
    server.dialect(S3Dialect.aws().maxPutBytes(6).minPartBytes(1));
    assertThat(PlainClient.element(copy("/c", "/bucket/a"), "Code")).isEqualTo("InvalidRequest");
    String id = PlainClient.element(client.post("/c?uploads", ""), "UploadId");
    String path = "/c?uploadId=" + id + "&partNumber=";
    String[] ranges = {"bytes=0-5", "bytes=6-9"};
    StringBuilder parts = new StringBuilder();
    for (int number = 1; number <= 2; number++) {
      HttpResponse<String> part =
          copy(path + number, "/bucket/a", "x-amz-copy-source-range", ranges[number - 1]);
      assertThat(part.statusCode()).isEqualTo(200);
      parts.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>");
      parts.append(PlainClient.element(part, "ETag")).append("</ETag></Part>");
    }
    assertThat(PlainClient.element(copy(path + 3, "/bucket/a"), "Code"))
        .isEqualTo("InvalidRequest");
    HttpResponse<String> bad = copy(path + 3, "/bucket/a", "x-amz-copy-source-range", "lines=1-2");
    assertThat(PlainClient.element(bad, "Code")).isEqualTo("InvalidArgument");
    String body = "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>";
    assertThat(client.post("/c?uploadId=" + id, body).statusCode()).isEqualTo(200);
    assertThat(client.get("/c").body()).isEqualTo("0123456789");
  }
}
