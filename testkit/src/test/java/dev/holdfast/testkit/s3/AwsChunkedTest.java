// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsChunkedTest {
  private static final String PLAIN = "3\r\nabc\r\n2;chunk-signature=00\r\nde\r\n0\r\n\r\n";

  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> put(String frames, String hash, int length) throws Exception {
    return client.put(
        "/k",
        frames,
        "content-encoding",
        "gzip, aws-chunked",
        "x-amz-content-sha256",
        hash,
        "x-amz-decoded-content-length",
        Integer.toString(length));
  }

  private HttpResponse<String> putTrailed(String crc) throws Exception {
    String frames = "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32c:" + crc + "\r\n\r\n";
    return put(frames, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", 9);
  }

  private String content() {
    return new String(
        server.content("k").orElseThrow(), java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void chunks_areDecodedAndTheEncodingIsNotKept() throws Exception {
    assertThat(put(PLAIN, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 5).statusCode()).isEqualTo(200);
    assertThat(content()).isEqualTo("abcde");
    assertThat(client.get("/k").headers().firstValue("content-encoding")).contains("gzip");
    assertThat(server.requests().get(0).bodyBytes()).isEqualTo(PLAIN.length());
  }

  @Test
  void trailer_withAChecksum_isVerifiedAndKept() throws Exception {
    assertThat(putTrailed("4waSgA==").statusCode()).isEqualTo(400);
    assertThat(server.keys()).isEmpty();
    HttpResponse<String> right = putTrailed("4waSgw==");
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(right.headers().firstValue("x-amz-checksum-crc32c")).contains("4waSgw==");
    assertThat(content()).isEqualTo("123456789");
  }

  @Test
  void length_otherThanDecoded_isRefused() throws Exception {
    HttpResponse<String> answer = put(PLAIN, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 6);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("IncompleteBody");
    HttpResponse<String> missing = client.put("/k", PLAIN, "content-encoding", "aws-chunked");
    assertThat(missing.statusCode()).isEqualTo(411);
    assertThat(server.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\r\nabcd\r\n0\r\n\r\n",
        "5\r\nabc",
        "zz\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nno colon\r\n\r\n",
        "3\r\nabc\r\n0\r\n\r\nmore",
        "3\r\nabc\r\n"
      })
  void frames_thatAreWrong_haveNoEffectAndNoAnswer(String frames) throws Exception {
    try (RawClient raw = new RawClient(server)) {
      raw.send(
              "PUT /bucket/k HTTP/1.1\r\nhost: h\r\ncontent-encoding: aws-chunked\r\n"
                  + "x-amz-decoded-content-length: 3\r\ncontent-length: "
                  + frames.length()
                  + "\r\n\r\n"
                  + frames)
          .end();
      assertThat(raw.readToEnd()).isEmpty();
    }
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void dialect_withoutTrailers_refusesThemAndTakesTheRest() throws Exception {
    server.dialect(S3Dialect.oldCeph());
    HttpResponse<String> answer = putTrailed("4waSgw==");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(PlainClient.element(answer, "Code")).isEqualTo("XAmzContentSHA256Mismatch");
    assertThat(server.keys()).isEmpty();
    assertThat(put(PLAIN, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 5).statusCode()).isEqualTo(200);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void dialect_withoutChunks_refusesOrStoresTheFrames() throws Exception {
    server.dialect(S3Dialect.aws().awsChunked(S3Dialect.AwsChunked.REFUSED));
    assertThat(put(PLAIN, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 5).statusCode()).isEqualTo(400);
    server.dialect(S3Dialect.aws().awsChunked(S3Dialect.AwsChunked.STORED_RAW));
    assertThat(put(PLAIN, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 5).statusCode()).isEqualTo(200);
    assertThat(content()).isEqualTo(PLAIN);
  }
}
