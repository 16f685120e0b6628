// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.testkit.s3.RecordedRequest;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Dialect;
import dev.holdfast.testkit.s3.S3Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire: headers of each profile, metadata, and no secret. */
final class WireTest extends S3Fixture {

  private static final RequestMatcher PUT = RequestMatcher.operation(S3Operation.PUT_OBJECT);

  @ParameterizedTest
  @EnumSource
  void T1_T2_put_ofEachProfile_isWhatItsServersTake(S3Profile profile) {
    use(S3Stores.open(S3Stores.settings(server).profile(profile)));
    driver.put(KEY, stream(bytes(3 << 20)), PLAIN, CALL);
    put(bytes(100));
    RecordedRequest put = server.requests(PUT).get(0);
    boolean aws = profile == S3Profile.AWS;
    assertThat(put.header("x-amz-checksum-crc32c").isEmpty())
        .isEqualTo(!profile.traits().declaredChecksum());
    assertThat(put.header("x-amz-trailer")).isEmpty();
    assertThat(put.header("content-encoding").contains("aws-chunked"))
        .isEqualTo(profile.traits().chunkedSignature());
    RecordedRequest part =
        server.requests(RequestMatcher.operation(S3Operation.UPLOAD_PART)).get(0);
    assertThat(part.header("x-amz-trailer").isEmpty()).isEqualTo(!aws);
    assertThat(server.content("key")).contains(bytes(100));
  }

  @Test
  void T1_oldCeph_takesTheProfileOfCeph() {
    server.dialect(S3Dialect.oldCeph().minPartBytes(1).awsChunked(S3Dialect.AwsChunked.REFUSED));
    use(S3Stores.open(S3Stores.settings(server).profile(S3Profile.CEPH)));
    for (int size : new int[] {0, 10, S3Stores.THRESHOLD, S3Stores.THRESHOLD + 1}) {
      put(bytes(size));
      assertThat(server.content("key")).contains(bytes(size));
    }
  }

  @Test
  void T12_expectContinue_isLeftOutWhereItMayStall() {
    for (S3Profile profile : new S3Profile[] {S3Profile.MINIO, S3Profile.CEPH, S3Profile.UNKNOWN}) {
      server.dialect(S3Stores.SMALL_PARTS.continueSwallowed(true));
      use(unwrapped(S3Stores.settings(server).profile(profile)));
      put(bytes(3 << 20));
    }
    assertThat(server.requests(PUT)).allMatch(request -> request.header("expect").isEmpty());
  }

  /** A driver with the sizes that applications have. */
  private static S3Driver unwrapped(S3Storage.Builder settings) {
    Environment environment = S3Stores.environment();
    return S3Opening.driver(
        settings,
        environment,
        RetryBudget.standard(environment.ticker()),
        SystemDefaultDnsResolver.INSTANCE,
        environment.scheduler()::close);
  }

  @Test
  void S14_metadata_cannotBreakOutOfItsHeader() {
    UploadOptions options =
        UploadOptions.builder()
            .fileName("a\tb\u0000\u001b[31m \u00e4")
            .metadata("note", "=?utf-8?q?x?= \u0436")
            .contentType("text/plain")
            .build();
    put(KEY, bytes(10), options);
    RecordedRequest put = server.requests(PUT).get(0);
    assertThat(put.head()).matches("(?s)[\\x20-\\x7e\\r\\n]*");
    assertThat(put.head().lines().filter(line -> line.startsWith("x-amz-meta-")))
        .containsExactlyInAnyOrder(
            "x-amz-meta-holdfast-crc32c: " + put.header("x-amz-meta-holdfast-crc32c"),
            "x-amz-meta-holdfast-file-name: a%09b%00%1B[31m %C3%A4",
            "x-amz-meta-holdfast-format: 1",
            "x-amz-meta-note: %3D?utf-8?q?x?%3D %D0%B6".replace("%3D %", "= %"));
    assertThat(stat().orElseThrow().metadata()).isEqualTo(options.metadata());
    assertThat(stat().orElseThrow().fileName()).isEqualTo(options.fileName());
  }

  @Test
  void S14_metadataThatDoesNotFit_isRefusedBeforeAnyRequest() {
    Random random = new Random(5);
    String noise =
        random
            .ints(2060, 0x21, 0x7e)
            .filter(c -> c != '%')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    UploadOptions options = UploadOptions.builder().metadata("noise", noise).build();
    for (int size : new int[] {10, S3Stores.THRESHOLD + 1}) {
      assertThatStorageFailure(() -> put(KEY, bytes(size), options))
          .isNotApplied(Kind.INVALID_METADATA)
          .hasMessageContaining("at most 2048");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void headersOfTheSettings_areOnEveryWrite() {
    use(
        S3Stores.open(
            S3Stores.settings(server)
                .storageClass("STANDARD_IA")
                .serverSideEncryption("arn:aws:kms:x:1:key/2")));
    put(bytes(10));
    put(bytes(S3Stores.THRESHOLD + 1));
    for (RecordedRequest request :
        server.requests(
            RequestMatcher.operation(
                S3Operation.PUT_OBJECT, S3Operation.CREATE_MULTIPART_UPLOAD))) {
      assertThat(request.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
      assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
      assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
          .isEqualTo("arn:aws:kms:x:1:key/2");
    }
    use(S3Stores.open(S3Stores.settings(server).serverSideEncryption()));
    put(bytes(10));
    assertThat(server.requests(PUT).get(1).header("x-amz-server-side-encryption"))
        .isEqualTo("AES256");
  }

  @Test
  void S32_failures_showNoSecret() {
    use(S3Stores.open(S3Stores.settings(server).credentials("c4n4ry-other", "c4n4ry-wrong")));
    for (Throwable failure :
        new Throwable[] {
          catchThrowable(() -> put(bytes(10))),
          catchThrowable(this::get),
          catchThrowable(this::stat),
          catchThrowable(() -> driver.put(KEY, Content.ofBytes(bytes(1 << 20)), PLAIN, CALL))
        }) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain("c4n4ry").doesNotContain("Signature=");
    }
  }
}
