// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.testkit.s3.ScriptedS3;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole storage, as an application has it. */
final class S3StorageTest {

  private static final StorageKey KEY = StorageKey.of("docs/a.txt");

  private final ScriptedS3 server = S3Stores.server();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void storage_doesWhatAStorageDoes() throws Exception {
    try (FileStorage storage = S3Stores.settings(server).name("archive").build()) {
      byte[] large = S3Fixture.bytes((17 << 20) + 1);
      assertThat(storage.upload(KEY, Content.ofBytes(large)).tiers()).containsExactly("archive");
      assertThat(server.content(KEY.value())).contains(large);
      try (Download download = storage.download(KEY)) {
        assertThat(download.stream().readAllBytes()).isEqualTo(large);
        assertThat(download.verified()).isTrue();
      }
      try (UploadSession session = storage.beginUpload(KEY, UploadOptions.defaults())) {
        session.stream().write(new byte[100]);
        session.commit();
      }
      assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(100);
      assertThat(storage.unwrap(S3Client.class)).isPresent();
      storage.copy(KEY, KEY.child("copy"));
      storage.delete(KEY);
      assertThat(storage.exists(KEY)).isFalse();
      assertThatStorageFailure(() -> storage.download(KEY)).isNotApplied(Kind.NOT_FOUND);
    }
  }

  @Test
  void F49_close_leavesNoThread() {
    Set<Thread> before = threads();
    FileStorage storage = S3Stores.settings(server).closeGrace(Duration.ZERO).build();
    storage.upload(KEY, Content.ofBytes(new byte[(17 << 20) + 1]));
    storage.upload(
        KEY,
        Content.ofBytes(new byte[1]),
        UploadOptions.builder().timeout(Duration.ofSeconds(30)).build());
    assertThat(threads().stream().map(Thread::getName))
        .anyMatch(name -> name.startsWith("holdfast-s3-part-"));
    storage.close();
    storage.close();
    long end =
        System.nanoTime() + Duration.ofSeconds(5).toNanos(); // idle ones end by themselves later
    Set<Thread> left = newThreads(before);
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
      left = newThreads(before);
    }
    assertThat(left).isEmpty();
    assertThat(server.openConnections()).isLessThanOrEqualTo(64);
  }

  private static Set<Thread> newThreads(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> !thread.getName().startsWith("idle-connection-reaper"))
        .collect(Collectors.toSet());
  }

  /** Threads of clients; those of the server have its connections. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> !thread.getName().startsWith("scripted"))
        .collect(Collectors.toSet());
  }
}
