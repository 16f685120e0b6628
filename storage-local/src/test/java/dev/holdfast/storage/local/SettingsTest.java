// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.StorageObserver;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a store: which are refused, when, and in which words. */
final class SettingsTest {

  private static final URI BASE = URI.create("https://files.example/data");
  private static final byte[] SECRET = "c4n4ry9876543210".getBytes(StandardCharsets.US_ASCII);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  @TempDir private Path root;

  @Test
  @SuppressWarnings("NullAway")
  void setting_null_isRefusedAtOnceByItsName() {
    LocalStorage.Builder builder = LocalStorage.builder(root);
    assertNull("root", () -> LocalStorage.builder(null));
    assertNull("directory", () -> LocalStorage.readOnly(null));
    assertNull("durability", () -> builder.durability(null));
    assertNull("lockWait", () -> builder.lockWait(null));
    assertNull("staleAfter", () -> builder.staleAfter(null));
    assertNull("closeGrace", () -> builder.closeGrace(null));
    assertNull("name", () -> builder.name(null));
    assertNull("observer", () -> builder.observer(null));
    assertNull("environment", () -> builder.environment(null));
    assertNull("base", () -> builder.presignBase(null, SECRET));
    assertNull("secret", () -> builder.presignBase(BASE, null));
    builder.build().close();
  }

  @Test
  @SuppressWarnings("NullAway")
  void links_null_areRefusedByTheirName() {
    assertNull("base", () -> LocalLinks.of(null, SECRET));
    assertNull("secret", () -> LocalLinks.of(BASE, null));
    assertNull("clock", () -> LocalLinks.of(BASE, SECRET, null));
    LocalLinks links = LocalLinks.of(BASE, SECRET);
    assertNull("method", () -> links.verify(null, BASE));
    assertNull("uri", () -> links.verify("GET", null));
  }

  @Test
  void build_severalSettingsWrong_listsAllAndShowsNoSecret() {
    byte[] secret = "hush".getBytes(StandardCharsets.US_ASCII);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LocalStorage.builder(root)
                    .lockWait(NEGATIVE)
                    .staleAfter(NEGATIVE)
                    .closeGrace(NEGATIVE)
                    .name("")
                    .presignBase(URI.create("ftp://user:hush@host/?q#f"), secret)
                    .build())
        .withMessageContainingAll(
            "lockWait",
            "staleAfter",
            "closeGrace",
            "name",
            "http:// or https://",
            "user or password",
            "query or fragment",
            "at least 16 bytes")
        .satisfies(refused -> assertThat(refused.toString()).doesNotContain("hush"));
    assertThat(root).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "files/data, http:// or https://",
    "//host/data, http:// or https://",
    "mailto:a@b, http:// or https://",
    "file:///data, http:// or https://",
    "https:///data, a host",
    "https:data, a host",
    "https://user@host/data, user or password",
    "https://h/d?q, query or fragment",
    "https://h/d#f, query or fragment"
  })
  void presignBase_noBaseOfLinks_isRefused(String base, String why) {
    URI uri = URI.create(base);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalStorage.builder(root).presignBase(uri, SECRET).build())
        .withMessageContaining(why);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalLinks.of(uri, SECRET))
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h", "HTTPS://h:8443/", "http://my_service:80/x", "http://[::1]/x"})
  void presignBase_baseOfLinks_isTaken(String base) {
    URI uri = URI.create(base);
    try (FileStorage storage = LocalStorage.builder(root).presignBase(uri, SECRET).build()) {
      assertThat(storage.capabilities()).contains(Capability.PRESIGN);
      URI link = storage.presign(PresignRequest.get(StorageKey.of("k"))).uri();
      assertThat(LocalLinks.of(uri, SECRET).verify("GET", link).key().value()).isEqualTo("k");
    }
  }

  @Test
  void presignBase_secretChangedAfterwards_isNotChangedInTheStore() {
    byte[] secret = SECRET.clone();
    LocalStorage.Builder builder = LocalStorage.builder(root).presignBase(BASE, secret);
    secret[0]++;
    try (FileStorage storage = builder.build()) {
      URI link = storage.presign(PresignRequest.get(StorageKey.of("k"))).uri();
      assertThat(LocalLinks.of(BASE, SECRET).verify("GET", link).key().value()).isEqualTo("k");
    }
  }

  @Test
  void closeGrace_zero_endsTransfersAtOnce() throws IOException {
    FileStorage storage = LocalStorage.builder(root).closeGrace(Duration.ZERO).build();
    try (UploadSession session = storage.beginUpload(StorageKey.of("k"))) {
      session.stream().write(1);
      long start = System.nanoTime();
      storage.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void closeGrace_default_isThatOfThePipeline() {
    assertThat(LocalStorage.builder(root).closeGrace).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void build_nameObserverAndEnvironment_areUsed() {
    List<String> heard = new ArrayList<>();
    StorageObserver observer =
        new StorageObserver() {
          @Override
          public void bytesMoved(String storage, StorageOperation operation, long bytes) {
            heard.add(storage);
          }
        };
    try (FileStorage storage =
        LocalStorage.builder(root)
            .name("archive")
            .observer(observer)
            .environment(LocalStores.environment())
            .build()) {
      ObjectInfo info = storage.upload(StorageKey.of("k"), Content.ofBytes(new byte[1])).info();
      assertThat(info.modified()).isEqualTo(LocalStores.NOW);
      assertThatStorageFailure(() -> storage.download(StorageKey.of("none")))
          .hasMessageContaining("at archive failed");
    }
    assertThat(heard).isNotEmpty().containsOnly("archive");
  }

  private static void assertNull(String name, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(name);
  }
}
