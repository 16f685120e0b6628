// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are the published check values of each algorithm for "123456789". */
class IntegrityTest {
  private static final String DIGITS = "123456789";

  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-checksum-crc32, y/Q5Jg==",
    "x-amz-checksum-crc32c, 4waSgw==",
    "x-amz-checksum-crc64nvme, rosUhgp5mIg=",
    "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
  })
  void checksum_wrongIsRefusedAndRightIsKept(String header, String right) throws Exception {
    HttpResponse<String> kept = client.put("/k", DIGITS, header, right);
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(kept.headers().firstValue(header)).contains(right);
    HttpResponse<String> wrong = client.put("/wrong", DIGITS + "0", header, right);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(wrong, "Code")).isEqualTo("BadDigest");
    assertThat(server.keys()).containsExactly("k");

    HttpResponse<String> get = client.get("/k", "x-amz-checksum-mode", "ENABLED");
    assertThat(get.headers().firstValue(header)).contains(right);
    assertThat(get.headers().firstValue("x-amz-checksum-type")).contains("FULL_OBJECT");
    HttpResponse<String> part =
        client.get("/k", "x-amz-checksum-mode", "ENABLED", "range", "bytes=0-1");
    assertThat(part.headers().firstValue(header)).isEmpty();
    assertThat(client.get("/k").headers().firstValue(header)).isEmpty();
  }

  @Test
  void checksum_thatNobodySent_isTheServersOwn() throws Exception {
    client.stored("/k", DIGITS);
    HttpResponse<String> get = client.get("/k", "x-amz-checksum-mode", "ENABLED");
    assertThat(get.headers().firstValue("x-amz-checksum-crc64nvme")).contains("rosUhgp5mIg=");
  }

  @Test
  void checksum_inADialectWithout_isOverlooked() throws Exception {
    server.dialect(S3Dialect.oldCeph());
    HttpResponse<String> put = client.put("/k", "other", "x-amz-checksum-crc32c", "4waSgw==");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.headers().firstValue("x-amz-checksum-crc32c")).isEmpty();
    HttpResponse<String> get = client.get("/k", "x-amz-checksum-mode", "ENABLED");
    assertThat(get.headers().map().keySet()).noneMatch(name -> name.contains("checksum"));
  }

  @Test
  void contentMd5_isVerified() throws Exception {
    String ofDigits = "JfnnlDI7RTiF9RgfG2JNCw==";
    assertThat(client.put("/k", DIGITS, "content-md5", ofDigits).statusCode()).isEqualTo(200);
    HttpResponse<String> wrong = client.put("/w", "other", "content-md5", ofDigits);
    assertThat(PlainClient.element(wrong, "Code")).isEqualTo("BadDigest");
    for (String invalid : new String[] {"?", "YWJj"}) {
      HttpResponse<String> answer = client.put("/w", "other", "content-md5", invalid);
      assertThat(PlainClient.element(answer, "Code")).isEqualTo("InvalidDigest");
    }
    assertThat(server.keys()).containsExactly("k");
  }

  @Test
  void hashOfThePayload_isVerified() throws Exception {
    String ofEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    HttpResponse<String> wrong = client.put("/k", "x", "x-amz-content-sha256", ofEmpty);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(wrong, "Code")).isEqualTo("XAmzContentSHA256Mismatch");
    assertThat(client.put("/k", "", "x-amz-content-sha256", ofEmpty).statusCode()).isEqualTo(200);
    assertThat(client.put("/k", "x", "x-amz-content-sha256", "UNSIGNED-PAYLOAD").statusCode())
        .isEqualTo(200);
  }

  @Test
  void body_thatIsNotKept_hasItsEtagAndReadsAsZeros() throws Exception {
    try (ScriptedS3 forgetful = ScriptedS3.builder().keepAtMost(8).start()) {
      PlainClient small = new PlainClient(forgetful);
      String etag = small.stored("/k", DIGITS, "x-amz-checksum-crc32c", "4waSgw==");
      assertThat(etag).isEqualTo("\"25f9e794323b453885f5181f1b624d0b\"");
      assertThat(small.get("/k").body()).isEqualTo("\0".repeat(9));
      small.stored("/short", "12345678");
      assertThat(small.get("/short").body()).isEqualTo("12345678");
    }
  }

  @Test
  void etag_ofAnEncryptedObject_isNoMd5() throws Exception {
    String plain = client.stored("/plain", DIGITS);
    String hidden = client.stored("/hidden", DIGITS, "x-amz-server-side-encryption", "aws:kms");
    assertThat(hidden).isNotEqualTo(plain).matches("\"[0-9a-f]{32}\"");
    HttpResponse<String> get = client.get("/hidden");
    assertThat(get.headers().firstValue("x-amz-server-side-encryption")).contains("aws:kms");
    assertThat(get.headers().firstValue("etag")).contains(hidden);
  }

  @Test
  void corruption_isWhatReadersGet() throws Exception {
    String etag = client.stored("/k", "abc");
    server.corrupt("k", 1);
    HttpResponse<String> get = client.get("/k");
    assertThat(get.body()).isEqualTo("acc");
    assertThat(get.headers().firstValue("etag")).contains(etag);
  }
}
