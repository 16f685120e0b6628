// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignRequest.Method;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageKey;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Links. Whether a server honours them is not tested here: who serves them differs. */
interface PresignContract extends DriverTests {

  @Test
  default void presign_anyKey_isItsOwnLink() {
    store().requires(Capability.PRESIGN);
    Set<URI> links = new HashSet<>();
    for (String key : WeirdKeys.all()) {
      for (Method method : new Method[] {Method.GET, Method.PUT}) {
        PresignedRequest link =
            store().driver().presign(PresignRequest.builder(method, StorageKey.of(key)).build());
        assertThat(link.method()).isEqualTo(method);
        assertThat(link.uri().getHost()).as("host of the link for '%s'", key).isNotEmpty();
        assertThat(link.uri().getPath()).as("path of the link").endsWith("/" + key);
        assertThat(links.add(link.uri())).as("link for %s '%s' is new", method, key).isTrue();
      }
    }
  }

  @Test
  default void presign_expiry_isAsAsked() {
    store().requires(Capability.PRESIGN);
    PresignedRequest soon = store().driver().presign(expiring(Duration.ofMinutes(1)));
    PresignedRequest late = store().driver().presign(expiring(PresignRequest.MAX_EXPIRY));
    assertThat(Duration.between(soon.expires(), late.expires()))
        .isCloseTo(PresignRequest.MAX_EXPIRY.minusMinutes(1), Duration.ofMinutes(1));
    assertThat(soon.uri()).isNotEqualTo(late.uri());
  }

  @Test
  default void presign_contentType_mustBeSentAlong() {
    store().requires(Capability.PRESIGN);
    PresignRequest request =
        PresignRequest.builder(Method.PUT, StorageKey.of("typed")).contentType("a/b").build();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(store().driver().presign(request).headers());
    assertThat(headers).containsEntry("Content-Type", "a/b");
  }

  private static PresignRequest expiring(Duration expiry) {
    return PresignRequest.builder(Method.GET, StorageKey.of("expiring")).expiry(expiry).build();
  }
}
