// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.FileStorage;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S19, S32: settings that make no sense are refused together. */
final class SettingsCheckTest {

  @Test
  void build_manyProblems_namesEach() {
    S3Storage.Builder settings =
        S3Storage.builder("a/b")
            .prefix("../x")
            .region(" ")
            .endpoint(URI.create("ftp://host"))
            .multipart(1, 2, 0)
            .transferMemory(1)
            .maxRequests(0)
            .name(" ")
            .closeGrace(Duration.ofSeconds(-1));
    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "bucket",
            "prefix",
            "region",
            "endpoint",
            "partBytes",
            "threshold",
            "partsInFlight",
            "transferMemory",
            "maxRequests",
            "name",
            "closeGrace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://s3.example.org",
        "http://10.0.0.1:9000",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "HTTP://example.org"
      })
  void S19_plainHttpToAnotherHost_isRefusedUnlessAllowed(String endpoint) {
    URI uri = URI.create(endpoint);
    assertThat(SettingsCheck.problems(S3Storage.builder("bucket").endpoint(uri)))
        .singleElement()
        .asString()
        .contains("allowInsecure");
    assertThat(SettingsCheck.problems(S3Storage.builder("bucket").publicEndpoint(uri))).hasSize(1);
    assertThat(
            SettingsCheck.problems(S3Storage.builder("bucket").endpoint(uri).allowInsecure(true)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "http://127.0.0.1",
        "http://127.9.9.9:1/",
        "http://[::1]:9000",
        "https://s3.example.org"
      })
  void S19_loopbackOrTls_isFine(String endpoint) {
    assertThat(SettingsCheck.problems(S3Storage.builder("bucket").endpoint(URI.create(endpoint))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pw@host",
        "https://host/path",
        "https://host?x=1",
        "https://host#x",
        "https:///x",
        "host",
        "file:///x"
      })
  void endpoint_withMoreThanAHost_isRefused(String endpoint) {
    assertThat(SettingsCheck.problems(S3Storage.builder("bucket").endpoint(URI.create(endpoint))))
        .hasSize(1);
  }

  @Test
  void endpoint_notAllowedByThePolicy_isRefused() {
    assertThat(
            SettingsCheck.problems(
                S3Storage.builder("bucket")
                    .endpoint(URI.create("https://evil.net"))
                    .endpointPolicy(EndpointPolicy.untrusted().only("example.org"))))
        .hasSize(1);
  }

  @Test
  void bucket_withDots_needsThePath() {
    assertThat(SettingsCheck.problems(S3Storage.builder("a.b"))).hasSize(1);
    assertThat(SettingsCheck.problems(S3Storage.builder("a.b").pathStyle(true))).isEmpty();
  }

  @Test
  void T8_memory_mustHoldAPart() {
    S3Storage.Builder settings = S3Storage.builder("bucket").multipart(5 << 20, 32 << 20, 4);
    assertThat(SettingsCheck.problems(settings.transferMemory(31 << 20))).hasSize(1);
    assertThat(SettingsCheck.problems(settings.transferMemory(32 << 20))).isEmpty();
  }

  @Test
  void defaults_makeAStorageWithoutARequest() {
    try (FileStorage aws = S3Storage.builder("bucket").build()) {
      assertThat(aws.capabilities()).isEqualTo(S3Profile.AWS.capabilities());
    }
    try (FileStorage other =
        S3Storage.builder("bucket").endpoint(URI.create("https://s3.example.org")).build()) {
      assertThat(other.capabilities()).isEqualTo(S3Profile.UNKNOWN.capabilities());
    }
  }

  @Test
  void S32_settings_showNoSecret() {
    S3Storage.Builder settings =
        S3Storage.builder("bucket").credentials("c4n4ry-a", "c4n4ry-b").name("");
    assertThat(String.valueOf(new CheckedCredentials(Objects.requireNonNull(settings.credentials))))
        .doesNotContain("c4n4ry");
    assertThatThrownBy(settings::build)
        .satisfies(
            e -> assertThat(Arrays.toString(e.getStackTrace()) + e).doesNotContain("c4n4ry"));
  }
}
