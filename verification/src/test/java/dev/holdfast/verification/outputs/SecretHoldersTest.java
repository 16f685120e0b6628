// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.local.LocalLinks;
import dev.holdfast.storage.local.LocalStorage;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever holds the secret of links never shows it: by name, in failures, threads, reports. */
class SecretHoldersTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final URI BASE = URI.create("https://files.example.org/shared");
  private static final byte[] SECRET =
      (Canary.TEXT + "-S3CRET-of-links").getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;

  private final List<Object> shown = new ArrayList<>();
  private final List<Object> reported = new CopyOnWriteArrayList<>();

  @Test
  void S18_S32_localStorageWithLinks_showsItsSecretNowhere() {
    LocalStorage.Builder builder =
        LocalStorage.builder(directory.resolve("root")).presignBase(BASE, SECRET);
    LocalLinks links = LocalLinks.of(BASE, SECRET);
    try (FileStorage storage = builder.observer(new Listener()).build()) {
      storage.upload(KEY, Content.ofBytes(new byte[1]));
      PresignedRequest link = storage.presign(PresignRequest.get(KEY));
      shown.addAll(List.of(builder, links, storage, storage.async(), storage.capabilities(), link));
      shown.addAll(List.of(link.uri(), link.headers(), links.verify("GET", link.uri())));
      shown.add(storage.unwrap(StorageDriver.class).orElseThrow());
      URI forged = URI.create(link.uri().toString().replace("signature=", "signature=x"));
      failure(() -> links.verify("GET", forged));
      failure(() -> links.verify("PUT", link.uri()));
      failure(() -> links.verify("GET", URI.create(BASE + "/key")));
      failure(() -> storage.download(StorageKey.of("absent")));
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        shown.add(thread.getName());
        shown.add(String.valueOf(thread.getThreadGroup()));
      }
    }
    shown.addAll(reported);
    assertThat(reported).isNotEmpty();
    expectHidden();
  }

  @Test
  void S32_settingsThatAreRefused_doNotRepeatTheSecret() {
    byte[] small = Arrays.copyOf(SECRET, 15);
    failure(() -> LocalLinks.of(BASE, small));
    failure(() -> LocalStorage.builder(directory).presignBase(BASE, small).build());
    failure(() -> LocalLinks.of(URI.create("https://h/?x=1"), SECRET));
    failure(
        () ->
            LocalStorage.builder(directory)
                .presignBase(BASE, SECRET)
                .lockWait(Duration.ofSeconds(-1))
                .build());
    expectHidden();
  }

  private void failure(ThrowingCallable call) {
    StringWriter trace = new StringWriter();
    Objects.requireNonNull(catchThrowable(call), "what the call throws")
        .printStackTrace(new PrintWriter(trace));
    shown.add(trace);
  }

  private void expectHidden() {
    assertThat(shown).hasSizeGreaterThan(3);
    for (int at = 0; at < shown.size(); at++) {
      assertThat(Canary.shownIn(shown.get(at).toString())).as("form in text %d", at).isEmpty();
    }
  }

  /** Keeps what an observer is told. */
  private final class Listener implements StorageObserver {

    @Override
    public void operationEnded(
        String storage,
        StorageOperation operation,
        Duration elapsed,
        @Nullable StorageException failure) {
      reported.add(storage + operation + elapsed + failure);
    }
  }
}
