// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests, the key and the signatures are the examples that AWS has published for version 4; the
 * expected signatures were not computed here.
 */
class SignaturesTest {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SCOPE = KEY + "/20130524/us-east-1/s3/aws4_request";
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");

  private static final String GET =
      """
      GET /test.txt HTTP/1.1
      Host: examplebucket.s3.amazonaws.com
      Range: bytes=0-9
      x-amz-content-sha256: %s
      x-amz-date: 20130524T000000Z
      Authorization: AWS4-HMAC-SHA256 Credential=%s,\
      SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=%s
      """
          .formatted(
              EMPTY_HASH,
              SCOPE,
              "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

  private static final String PUT =
      """
      PUT /test$file.text HTTP/1.1
      Host: examplebucket.s3.amazonaws.com
      Date: Fri, 24 May 2013 00:00:00 GMT
      x-amz-date: 20130524T000000Z
      x-amz-storage-class: REDUCED_REDUNDANCY
      x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072
      Authorization: AWS4-HMAC-SHA256 Credential=%s,\
      SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=%s
      """
          .formatted(SCOPE, "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

  private static final String LIFECYCLE =
      """
      GET /?lifecycle HTTP/1.1
      Host: examplebucket.s3.amazonaws.com
      x-amz-date: 20130524T000000Z
      x-amz-content-sha256: %s
      Authorization: AWS4-HMAC-SHA256 Credential=%s,\
      SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=%s
      """
          .formatted(
              EMPTY_HASH,
              SCOPE,
              "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

  private static final String LIST =
      """
      GET /?prefix=J&max-keys=2 HTTP/1.1
      Host: examplebucket.s3.amazonaws.com
      x-amz-date: 20130524T000000Z
      x-amz-content-sha256: %s
      Authorization: AWS4-HMAC-SHA256 Credential=%s,\
      SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=%s
      """
          .formatted(
              EMPTY_HASH,
              SCOPE,
              "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

  private static final String LINK =
      """
      GET /test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s\
      &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
      &X-Amz-Signature=%s HTTP/1.1
      Host: examplebucket.s3.amazonaws.com
      """
          .formatted(
              SCOPE.replace("/", "%2F"),
              "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");

  private static final String CHUNKED =
      """
      PUT /examplebucket/chunkObject.txt HTTP/1.1
      Host: s3.amazonaws.com
      x-amz-date: 20130524T000000Z
      x-amz-storage-class: REDUCED_REDUNDANCY
      x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD
      Content-Encoding: aws-chunked
      x-amz-decoded-content-length: 66560
      Content-Length: 66824
      Authorization: AWS4-HMAC-SHA256 Credential=%s,\
      SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
      x-amz-decoded-content-length;x-amz-storage-class,Signature=%s
      """
          .formatted(SCOPE, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");

  private final Signatures signatures =
      new Signatures(
          Map.of(KEY, String.join("/", "wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY")),
          "us-east-1");

  private Authorization check(String text, Instant now) throws Exception {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.US_ASCII);
    RequestHead head = RequestHead.read(new WireInput(new ByteArrayInputStream(bytes)));
    return signatures.check(S3Request.of(Objects.requireNonNull(head)), now);
  }

  private void refused(String text, Instant now, String code) {
    assertThatExceptionOfType(S3Error.class)
        .isThrownBy(() -> check(text, now))
        .returns(code, S3Error::code);
  }

  @Test
  void publishedExamples_areTaken() throws Exception {
    for (String example : new String[] {GET, PUT, LIFECYCLE, LIST, LINK}) {
      assertThat(check(example, THEN)).as(example).isSameAs(Authorization.NONE);
    }
    assertThat(check(CHUNKED, THEN)).isInstanceOf(ChunkSignatures.class);
  }

  @Test
  void anyChange_isRefused() {
    refused(GET.replace("/test.txt", "/test.txu"), THEN, "SignatureDoesNotMatch");
    refused(GET.replace("bytes=0-9", "bytes=0-8"), THEN, "SignatureDoesNotMatch");
    refused(GET.replace("GET /", "PUT /"), THEN, "SignatureDoesNotMatch");
    refused(GET.replace("Host: e", "Host: f"), THEN, "SignatureDoesNotMatch");
    refused(GET.replace("036bdb41", "036bdb42"), THEN, "SignatureDoesNotMatch");
    refused(LIST.replace("max-keys=2", "max-keys=3"), THEN, "SignatureDoesNotMatch");
    refused(LINK.replace("86400", "86401"), THEN, "SignatureDoesNotMatch");
  }

  @Test
  void path_encodedOrNot_isTheSame() throws Exception {
    assertThat(check(PUT.replace("$", "%24"), THEN)).isSameAs(Authorization.NONE);
  }

  @ParameterizedTest
  @CsvSource({"900, true", "901, false", "-900, true", "-901, false"})
  void S14_clock_mayDifferByAQuarterOfAnHour(int seconds, boolean taken) throws Exception {
    Instant now = THEN.plusSeconds(seconds);
    if (taken) {
      assertThat(check(GET, now)).isSameAs(Authorization.NONE);
    } else {
      refused(GET, now, "RequestTimeTooSkewed");
    }
  }

  @ParameterizedTest
  @CsvSource({"86400, true", "86401, false", "-900, true", "-901, false"})
  void S18_link_isValidForItsTime(int seconds, boolean taken) throws Exception {
    Instant now = THEN.plusSeconds(seconds);
    if (taken) {
      assertThat(check(LINK, now)).isSameAs(Authorization.NONE);
    } else {
      refused(LINK, now, "AccessDenied");
    }
  }

  @Test
  void S18_link_forMoreThanAWeek_isRefused() {
    for (String time : new String[] {"604801", "0x", "", "99999999"}) {
      refused(LINK.replace("86400", time), THEN, "AuthorizationQueryParametersError");
    }
    refused(LINK.replace("AWS4-HMAC-SHA256", "AWS4"), THEN, "AuthorizationQueryParametersError");
  }

  @Test
  void header_thatIsNotSigned_isRefusedIfS3ActsOnIt() {
    refused(GET + "x-amz-acl: public-read\n", THEN, "AccessDenied");
    refused(GET.replace("host;range", "range"), THEN, "AccessDenied");
    refused(LINK + "x-amz-meta-a: b\n", THEN, "AccessDenied");
  }

  @Test
  void otherKeysAndPlaces_areRefused() {
    refused(GET.replace(KEY, "AKIAOTHER"), THEN, "InvalidAccessKeyId");
    refused(GET.replace("us-east-1", "eu-west-1"), THEN, "AuthorizationHeaderMalformed");
    refused(GET.replace("/s3/", "/iam/"), THEN, "AuthorizationHeaderMalformed");
    refused(GET.replace("/20130524/", "/20130523/"), THEN, "AuthorizationHeaderMalformed");
    refused(GET.replace("aws4_request", "aws5"), THEN, "AuthorizationHeaderMalformed");
    refused(GET.replace(SCOPE, KEY), THEN, "AuthorizationHeaderMalformed");
    refused(GET.replace("AWS4-HMAC-SHA256 ", "AWS "), THEN, "InvalidRequest");
    refused("GET / HTTP/1.1\nhost: h\n", THEN, "AccessDenied");
    refused(GET.replace("20130524T000000Z", "yesterday"), THEN, "AccessDenied");
    refused(GET.replaceFirst("x-amz-date: .*\n", "date: yesterday\n"), THEN, "AccessDenied");
  }

  @Test
  void date_inThePlainHeader_isTakenAsWell() {
    refused(
        GET.replaceFirst("x-amz-date: .*\n", "date: Fri, 24 May 2013 00:00:00 GMT\n"),
        THEN,
        "SignatureDoesNotMatch");
  }

  @Test
  void keys_comeAndGo() throws Exception {
    signatures.revoke(KEY);
    refused(GET, THEN, "InvalidAccessKeyId");
    signatures.allow(KEY, "other");
    refused(GET, THEN, "SignatureDoesNotMatch");
    Signatures open = new Signatures(Map.of(), "us-east-1");
    byte[] bytes = "GET / HTTP/1.1\nhost: h\n\n".getBytes(StandardCharsets.US_ASCII);
    RequestHead head =
        Objects.requireNonNull(RequestHead.read(new WireInput(new ByteArrayInputStream(bytes))));
    assertThat(open.check(S3Request.of(head), THEN)).isSameAs(Authorization.NONE);
  }

  private static void chunks(Authorization authorization, String... chunkSignatures) {
    byte[] data = new byte[65_536];
    Arrays.fill(data, (byte) 'a');
    authorization.data(data, 0, 65_536);
    authorization.end(chunkSignatures[0]);
    authorization.data(data, 0, 1024);
    authorization.end(chunkSignatures[1]);
    authorization.end(chunkSignatures[2]);
    authorization.check(new Headers());
  }

  @Test
  void chunks_ofThePublishedExample_areTakenAndChangesAreNot() throws Exception {
    String[] right = {
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
    };
    chunks(check(CHUNKED, THEN), right);
    for (int place = 0; place < right.length; place++) {
      String[] wrong = right.clone();
      wrong[place] = "ff" + right[place].substring(2);
      Authorization authorization = check(CHUNKED, THEN);
      assertThatExceptionOfType(S3Error.class)
          .isThrownBy(() -> chunks(authorization, wrong))
          .returns("SignatureDoesNotMatch", S3Error::code);
    }
  }

  private static String sent(ScriptedS3 server, String lastSignature) throws Exception {
    String large = "a".repeat(65_536);
    String small = "a".repeat(1024);
    String body =
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
            + large
            + "\r\n400;chunk-signature="
            + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
            + small
            + "\r\n0;chunk-signature="
            + lastSignature
            + "\r\n\r\n";
    try (RawClient client = new RawClient(server)) {
      return client.send(CHUNKED.replace("\n", "\r\n") + "\r\n" + body).status();
    }
  }

  @Test
  void chunks_sentToAServer_areStoredOnlyIfEachIsSigned() throws Exception {
    try (ScriptedS3 server =
        ScriptedS3.builder()
            .buckets("examplebucket")
            .clock(() -> THEN)
            .credentials(KEY, String.join("/", "wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"))
            .start()) {
      String last = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
      assertThat(sent(server, "00" + last.substring(2))).isEqualTo("HTTP/1.1 403 Forbidden");
      assertThat(server.keys()).isEmpty();
      assertThat(sent(server, last)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(server.history("chunkObject.txt").get(0).sizeBytes()).isEqualTo(66_560);
    }
  }

  @Test
  void trailingFields_withAWrongSignature_areRefused() throws Exception {
    Authorization authorization = check(CHUNKED, THEN);
    Headers trailers = new Headers().add("x-amz-checksum-crc32c", "4waSgw==");
    trailers.add("x-amz-trailer-signature", "00");
    assertThatExceptionOfType(S3Error.class)
        .isThrownBy(() -> authorization.check(trailers))
        .returns("SignatureDoesNotMatch", S3Error::code);
  }
}
