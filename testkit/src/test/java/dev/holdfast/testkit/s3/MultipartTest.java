// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private final ScriptedS3 server =
      ScriptedS3.builder().dialect(S3Dialect.aws().minPartBytes(5)).start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private String begin(String... headers) throws Exception {
    return PlainClient.element(client.post("/k?uploads", "", headers), "UploadId");
  }

  private String part(String id, int number, String body, String... headers) throws Exception {
    return client.stored("/k?partNumber=" + number + "&uploadId=" + id, body, headers);
  }

  private static String one(int number, String etag) {
    return "<Part><PartNumber>" + number + "</PartNumber><ETag>" + etag + "</ETag></Part>";
  }

  private HttpResponse<String> complete(String id, String parts, String... headers)
      throws Exception {
    return client.post(
        "/k?uploadId=" + id,
        "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>",
        headers);
  }

  private void refused(HttpResponse<String> answer, String code) {
    assertThat(PlainClient.element(answer, "Code")).isEqualTo(code);
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(server.keys()).doesNotContain("k");
  }

  @Test
  void upload_completed_isOneObjectWithWhatItBeganWith() throws Exception {
    String id = begin("x-amz-meta-n", "1", "content-type", "text/x", "x-amz-tagging", "a=b");
    String second = part(id, 2, "world");
    String wrong = part(id, 1, "wrong");
    String first = part(id, 1, "hello");
    assertThat(server.keys()).isEmpty();
    assertThat(server.unfinishedUploads()).containsExactly("k");
    refused(complete(id, one(1, wrong) + one(2, second)), "InvalidPart");
    HttpResponse<String> answer = complete(id, one(1, first) + one(2, second));
    assertThat(answer.statusCode()).isEqualTo(200);
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(
        MessageDigest.getInstance("MD5").digest("hello".getBytes(StandardCharsets.US_ASCII)));
    md5.update(
        MessageDigest.getInstance("MD5").digest("world".getBytes(StandardCharsets.US_ASCII)));
    String etag = "\"" + HexFormat.of().formatHex(md5.digest()) + "-2\"";
    HttpResponse<String> get = client.get("/k");
    assertThat(get.body()).isEqualTo("helloworld");
    assertThat(get.headers().firstValue("etag")).contains(etag);
    assertThat(get.headers().firstValue("x-amz-meta-n")).contains("1");
    assertThat(get.headers().firstValue("content-type")).contains("text/x");
    assertThat(server.history("k")).hasSize(1);
    assertThat(server.history("k").get(0).metadata()).containsEntry("n", "1");
    assertThat(server.unfinishedUploads()).isEmpty();
    refusedAfterwards(complete(id, one(1, first)));
  }

  private static void refusedAfterwards(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("NoSuchUpload");
  }

  @Test
  void complete_withBadLists_isRefusedAndCanBeRepeated() throws Exception {
    String id = begin();
    String small = part(id, 1, "abc");
    String large = part(id, 2, "abcdef");
    String last = part(id, 3, "x");
    refused(complete(id, ""), "MalformedXML");
    refused(complete(id, one(1, small).replace("1", "one")), "MalformedXML");
    refused(complete(id, one(4, last)), "InvalidPart");
    refused(complete(id, one(3, last) + one(2, large)), "InvalidPartOrder");
    refused(complete(id, one(2, large) + one(2, large)), "InvalidPartOrder");
    HttpResponse<String> tooSmall = complete(id, one(1, small) + one(2, large));
    refused(tooSmall, "EntityTooSmall");
    assertThat(PlainClient.element(tooSmall, "ProposedSize")).isEqualTo("3");
    refused(complete(id, one(2, large), "x-amz-mp-object-size", "7"), "InvalidRequest");
    assertThat(complete(id, one(2, large) + one(3, last)).statusCode()).isEqualTo(200);
    assertThat(client.get("/k").body()).isEqualTo("abcdefx");
  }

  @Test
  void minimum_ofPartsByDefault_is5MiB() throws Exception {
    server.dialect(S3Dialect.aws());
    String id = begin();
    String parts = one(1, part(id, 1, "a".repeat((5 << 20) - 1))) + one(2, part(id, 2, "b"));
    refused(complete(id, parts), "EntityTooSmall");
    parts = one(1, part(id, 1, "a".repeat(5 << 20))) + one(2, part(id, 2, "b"));
    assertThat(complete(id, parts).statusCode()).isEqualTo(200);
  }

  @Test
  void conditions_onComplete_areHonouredAndLeaveTheUpload() throws Exception {
    String id = begin();
    String parts = one(1, part(id, 1, "abc"));
    refused(complete(id, parts, "if-match", "\"x\""), "NoSuchKey");
    String etag = client.stored("/k", "old");
    assertThat(complete(id, parts, "if-none-match", "*").statusCode()).isEqualTo(412);
    assertThat(complete(id, parts, "if-match", "\"x\"").statusCode()).isEqualTo(412);
    assertThat(client.get("/k").body()).isEqualTo("old");
    server.dialect(
        S3Dialect.aws()
            .conditions(S3Operation.COMPLETE_MULTIPART_UPLOAD, S3Dialect.Conditions.REFUSED));
    assertThat(complete(id, parts, "if-match", etag).statusCode()).isEqualTo(501);
    server.dialect(S3Dialect.aws());
    assertThat(complete(id, parts, "if-match", etag).statusCode()).isEqualTo(200);
    assertThat(client.get("/k").body()).isEqualTo("abc");
  }

  @Test
  void abort_dropsTheParts() throws Exception {
    String id = begin();
    String etag = part(id, 1, "abc");
    assertThat(client.delete("/other?uploadId=" + id).statusCode()).isEqualTo(404);
    assertThat(client.delete("/k?uploadId=" + id).statusCode()).isEqualTo(204);
    assertThat(client.delete("/k?uploadId=" + id).statusCode()).isEqualTo(404);
    refused(complete(id, one(1, etag)), "NoSuchUpload");
    assertThat(server.unfinishedUploads()).isEmpty();
  }

  @Test
  void part_withABadNumberOrTooLarge_isRefused() throws Exception {
    String id = begin();
    for (String number : new String[] {"0", "10001", "x", ""}) {
      String path = "/k?partNumber=" + number + "&uploadId=" + id;
      assertThat(PlainClient.element(client.put(path, "abc"), "Code")).isEqualTo("InvalidArgument");
    }
    assertThat(client.put("/k?partNumber=10000&uploadId=" + id, "abc").statusCode()).isEqualTo(200);
    server.dialect(S3Dialect.aws().maxPutBytes(2));
    String path = "/k?partNumber=1&uploadId=" + id;
    assertThat(PlainClient.element(client.put(path, "abc"), "Code")).isEqualTo("EntityTooLarge");
    assertThat(PlainClient.element(client.put("/l", "abc"), "Code")).isEqualTo("EntityTooLarge");
  }

  @Test
  void checksum_ofTheWholeObject_isVerifiedAndTold() throws Exception {
    String id = begin("x-amz-checksum-algorithm", "CRC32C", "x-amz-checksum-type", "FULL_OBJECT");
    String parts = one(1, part(id, 1, "12345")) + one(2, part(id, 2, "6789"));
    refused(complete(id, parts, "x-amz-checksum-crc32c", "4waSgA=="), "BadDigest");
    HttpResponse<String> answer = complete(id, parts, "x-amz-checksum-crc32c", "4waSgw==");
    assertThat(PlainClient.element(answer, "ChecksumCRC32C")).isEqualTo("4waSgw==");
    assertThat(PlainClient.element(answer, "ChecksumType")).isEqualTo("FULL_OBJECT");
    HttpResponse<String> head = client.head("/k", "x-amz-checksum-mode", "ENABLED");
    assertThat(head.headers().firstValue("x-amz-checksum-crc32c")).contains("4waSgw==");
  }

  @Test
  void checksum_ofChecksums_isTold() throws Exception {
    String id = begin("x-amz-checksum-algorithm", "SHA256");
    String parts = one(1, part(id, 1, "12345")) + one(2, part(id, 2, "6789"));
    HttpResponse<String> answer = complete(id, parts);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] first = sha.digest("12345".getBytes(StandardCharsets.US_ASCII));
    byte[] second = sha.digest("6789".getBytes(StandardCharsets.US_ASCII));
    sha.update(first);
    String expected = java.util.Base64.getEncoder().encodeToString(sha.digest(second)) + "-2";
    assertThat(PlainClient.element(answer, "ChecksumSHA256")).isEqualTo(expected);
    assertThat(PlainClient.element(answer, "ChecksumType")).isEqualTo("COMPOSITE");
  }

  @Test
  void checksum_ofAPart_isCheckedWhenListed() throws Exception {
    String id = begin("x-amz-checksum-algorithm", "CRC32C");
    String etag = part(id, 1, "123456789", "x-amz-checksum-crc32c", "4waSgw==");
    String listed = one(1, etag).replace("</Part>", "<ChecksumCRC32C>%s</ChecksumCRC32C></Part>");
    refused(complete(id, listed.formatted("4waSgA==")), "InvalidPart");
    assertThat(complete(id, listed.formatted("4waSgw==")).statusCode()).isEqualTo(200);
  }

  @Test
  void parts_andUploads_areListedInPages() throws Exception {
    String id = begin();
    for (int number = 1; number <= 3; number++) {
      String ignored =
          part(id, number, "abc" + number, "x-amz-checksum-sha1", sha1("abc" + number));
    }
    HttpResponse<String> first = client.get("/k?max-parts=2&uploadId=" + id);
    assertThat(first.body()).contains("<IsTruncated>true</IsTruncated>", "<Size>4</Size>");
    assertThat(first.body()).contains("<ChecksumSHA1>" + sha1("abc1") + "</ChecksumSHA1>");
    assertThat(PlainClient.element(first, "NextPartNumberMarker")).isEqualTo("2");
    HttpResponse<String> rest = client.get("/k?part-number-marker=2&uploadId=" + id);
    assertThat(rest.body()).contains("<PartNumber>3<").doesNotContain("<PartNumber>2<");
    assertThat(client.get("/k?uploadId=nope").statusCode()).isEqualTo(404);

    String again = begin();
    String other = PlainClient.element(client.post("/j%20x?uploads", ""), "UploadId");
    HttpResponse<String> page = client.get("?uploads&max-uploads=2&encoding-type=url");
    assertThat(page.body()).contains(other, id, "<Key>j%20x</Key>").doesNotContain(again);
    assertThat(PlainClient.element(page, "NextKeyMarker")).isEqualTo("k");
    assertThat(PlainClient.element(page, "NextUploadIdMarker")).isEqualTo(id);
    String behind = "?uploads&key-marker=k&upload-id-marker=" + id;
    assertThat(client.get(behind).body()).contains(again).doesNotContain(other);
    assertThat(client.get("?uploads&key-marker=k").body()).doesNotContain("<Upload>");
    assertThat(client.get("?uploads&prefix=j").body()).contains(other).doesNotContain(again);
  }

  private static String sha1(String text) throws Exception {
    return java.util.Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
