// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignRequest.Method;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** S18: links, against a server that checks signatures. */
final class LinksTest extends S3Fixture {

  private static final StorageKey ODD = StorageKey.of("d/\u00e4 +&%2f=?#.txt");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void S18_links_areHonouredAndNothingElseIs() throws Exception {
    PresignedRequest write =
        driver.presign(PresignRequest.builder(Method.PUT, ODD).contentType("text/plain").build());
    assertThat(send(write, write.uri(), true).statusCode()).isEqualTo(200);
    assertThat(server.content(ODD.value())).contains(bytes(10));
    PresignedRequest read = driver.presign(PresignRequest.get(ODD));
    assertThat(send(read, read.uri(), true).body()).isEqualTo(bytes(10));
    assertThat(send(write, write.uri(), false).statusCode()).as("without type").isEqualTo(403);
    URI other = URI.create(read.uri().toString().replace(".txt", ".exe"));
    assertThat(send(read, other, true).statusCode()).as("another key").isEqualTo(403);
    assertThat(driver.stat(ODD, CALL).orElseThrow().contentType()).contains("text/plain");
  }

  @Test
  void S18_T14_link_hasPublicEndpointAndNoChecksum() {
    use(
        S3Stores.open(
            S3Stores.settings(server).publicEndpoint(URI.create("https://files.example.org"))));
    for (Method method : Method.values()) {
      PresignedRequest link =
          driver.presign(PresignRequest.builder(method, KEY).expiry(Duration.ofMinutes(5)).build());
      assertThat(link.uri().toString())
          .startsWith("https://files.example.org/bucket/key?")
          .contains("X-Amz-Expires=300")
          .doesNotContainIgnoringCase("checksum")
          .doesNotContainIgnoringCase("crc");
      assertThat(link.headers()).isEmpty();
      assertThat(link.toString()).doesNotContain("Signature");
      assertThat(Duration.between(Instant.now(), link.expires()))
          .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void link_inTheHost_whereTheBucketIsThere() {
    use(S3Stores.open(S3Storage.builder("photos").region("eu-west-1").credentials("ak", "c4n4ry")));
    assertThat(driver.presign(PresignRequest.get(KEY)).uri().getHost())
        .isEqualTo("photos.s3.eu-west-1.amazonaws.com");
  }

  @Test
  void link_withoutCredentials_isDenied() {
    use(
        S3Stores.open(
            S3Stores.settings(server)
                .credentialsProvider(
                    () -> {
                      throw new IllegalStateException("nothing found");
                    })));
    assertThatStorageFailure(() -> driver.presign(PresignRequest.get(KEY)))
        .isNotApplied(Kind.ACCESS_DENIED);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.ACCESS_DENIED);
    assertThat(server.requests()).isEmpty();
  }

  private HttpResponse<byte[]> send(PresignedRequest link, URI uri, boolean withHeaders)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        link.method() == Method.PUT
            ? HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofByteArray(bytes(10)))
            : HttpRequest.newBuilder(uri).GET();
    if (withHeaders) {
      link.headers().forEach(request::header);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }
}
