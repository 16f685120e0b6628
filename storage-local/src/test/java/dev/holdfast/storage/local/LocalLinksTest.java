// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageAccessDeniedException;
import dev.holdfast.storage.StorageKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that a local storage makes. */
final class LocalLinksTest {

  private static final URI BASE = URI.create("https://files.example/data");
  private static final byte[] SECRET = "c4n4ry9876543210".getBytes(StandardCharsets.US_ASCII);

  private final MovableClock clock = new MovableClock();
  private final LinkSigner signer = new LinkSigner(BASE, SECRET);
  private final LocalLinks links = LocalLinks.of(BASE, SECRET, clock);

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b c+d.txt", "50%/x", "ü/😀", "a?b#c&d=e", "x;y:z@"})
  void verify_ownLink_grantsKey(String text) {
    StorageKey key = StorageKey.of(text);
    PresignedRequest link = signer.sign(PresignRequest.get(key), clock.instant());
    assertThat(links.verify("GET", link.uri()).key()).isEqualTo(key);
    assertThat(links.verify("HEAD", link.uri()).key()).isEqualTo(key);
    URI withoutHost = URI.create(link.uri().getRawPath() + "?" + link.uri().getRawQuery());
    assertThat(links.verify("GET", withoutHost).key()).isEqualTo(key);
  }

  @Test
  void verify_putLinkWithContentType_bindsBoth() {
    PresignRequest request =
        PresignRequest.builder(PresignRequest.Method.PUT, StorageKey.of("a"))
            .contentType("image/png; q=1")
            .build();
    PresignedRequest link = signer.sign(request, clock.instant());
    assertThat(link.headers()).containsEntry("Content-Type", "image/png; q=1");
    assertThat(links.verify("PUT", link.uri()).contentType()).contains("image/png; q=1");
    denied("GET", link.uri());
    denied("DELETE", link.uri());
    denied("PUT", URI.create(link.uri().toString().replace("png", "gif")));
  }

  @Test
  void verify_expired_isDenied() {
    URI uri = signer.sign(PresignRequest.get(StorageKey.of("a")), clock.instant()).uri();
    clock.move(PresignRequest.DEFAULT_EXPIRY.minus(Duration.ofSeconds(1)));
    assertThat(links.verify("GET", uri).key().value()).isEqualTo("a");
    clock.move(Duration.ofSeconds(1));
    denied("GET", uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://files.example/data/a",
        "https://files.example/data/a?expires=99999999999",
        "https://files.example/data/a?expires=x&signature=y",
        "https://files.example/data/a?expires=1&expires=2&signature=y",
        "https://files.example/other/a?expires=99999999999&signature=y",
        "https://files.example/data/../a?expires=99999999999&signature=y",
        "https://files.example/data/%2e%2e/a?expires=99999999999&signature=y",
      })
  void verify_foreignLink_isDenied(String uri) {
    denied("GET", URI.create(uri));
  }

  @Test
  void verify_noEnd_isToldByItsName() {
    URI uri = URI.create("https://files.example/data/a?signature=y");
    assertThatExceptionOfType(StorageAccessDeniedException.class)
        .isThrownBy(() -> links.verify("GET", uri))
        .withMessageContaining("the query parameter expires is missing");
  }

  @Test
  void verify_anyCharacterChanged_isDenied() {
    String uri =
        signer.sign(PresignRequest.get(StorageKey.of("ab")), clock.instant()).uri().toString();
    for (int at = BASE.toString().length() + 1; at < uri.length(); at++) {
      char other = uri.charAt(at) == 'A' ? 'B' : 'A';
      denied("GET", URI.create(uri.substring(0, at) + other + uri.substring(at + 1)));
    }
  }

  @Test
  void S18_S32_link_isNotPrinted() {
    PresignedRequest link = signer.sign(PresignRequest.get(StorageKey.of("a")), clock.instant());
    assertThat(link.toString()).doesNotContain("signature").contains("***");
  }

  @Test
  void of_shortSecretOrBaseWithQuery_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> LocalLinks.of(BASE, new byte[15]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalLinks.of(URI.create("https://h/x?y"), SECRET));
  }

  private void denied(String method, URI uri) {
    assertThatExceptionOfType(StorageAccessDeniedException.class)
        .as(uri.toString())
        .isThrownBy(() -> links.verify(method, uri));
  }

  @Test
  void sign_algorithmThatTheJdkLacks_isAnIllegalState() {
    LinkSigner without = new LinkSigner(BASE, SECRET, "none");
    PresignRequest request = PresignRequest.get(StorageKey.of("a"));
    assertThatIllegalStateException().isThrownBy(() -> without.sign(request, clock.instant()));
  }
}
