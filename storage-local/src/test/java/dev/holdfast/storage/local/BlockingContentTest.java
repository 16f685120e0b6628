// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.engine.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that never comes, on its way into a store on the disk of this machine. */
final class BlockingContentTest {

  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final Duration TIMEOUT = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofMillis(100);
  private static final long MOST_SECONDS = 20;

  @TempDir private Path root;

  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void end() {
    never.countDown();
  }

  @Test
  void F48_contentBlocks_deadlineAppliesAndStoreGoesOn() throws IOException {
    UploadOptions options = UploadOptions.builder().timeout(TIMEOUT).build();
    try (FileStorage storage = open()) {
      storage.upload(KEY, Content.ofBytes(new byte[3]));
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        assertThatStorageFailure(
                () -> storage.upload(KEY, Content.ofStream(new Blocking()), options))
            .isNotApplied(Kind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(TIMEOUT, Duration.ofSeconds(MOST_SECONDS));
        RealStore.assertClean(root);
      }
      assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(3);
      storage.upload(KEY, Content.ofBytes(new byte[4]), options);
      assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(4);
    }
    assertThat(RealStore.open(root)).isEmpty();
  }

  @Test
  void F48_moreContentsBlockThanThereAreThreads_eachThreadIsFreedInTime() throws IOException {
    UploadOptions hurried = UploadOptions.builder().timeout(Duration.ofMillis(1)).build();
    UploadOptions usual = UploadOptions.builder().timeout(Duration.ofSeconds(30)).build();
    try (FileStorage storage = open()) {
      for (int i = 0; i < 300; i++) { // threads for content: 256
        assertThatStorageFailure(
                () -> storage.upload(KEY, Content.ofStream(new Blocking()), hurried))
            .isNotApplied(Kind.TIMEOUT);
      }
      storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(new byte[4])), usual);
      assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(4);
      RealStore.assertClean(root);
    }
  }

  @Test
  void F48_storeIsClosedWhileContentBlocks_endsWithItsGrace() throws Exception {
    FileStorage storage = open();
    storage.upload(KEY, Content.ofBytes(new byte[3]));
    Blocking content = new Blocking();
    CompletableFuture<Void> upload =
        CompletableFuture.runAsync(
            () ->
                assertThatStorageFailure(() -> storage.upload(KEY, Content.ofStream(content)))
                    .isNotApplied(Kind.CANCELLED));
    assertThat(content.blocks.await(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    storage.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(GRACE, Duration.ofSeconds(MOST_SECONDS));
    upload.get(MOST_SECONDS, TimeUnit.SECONDS);
    assertThat(RealStore.stages(root)).isEmpty();
    assertThat(RealStore.open(root)).isEmpty();
    try (FileStorage next = open()) {
      assertThat(next.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(3);
    }
  }

  /** As {@link LocalStorage} opens a store, but with a short grace. */
  private FileStorage open() {
    Environment environment = LocalStores.environment();
    LocalStorage.Builder settings = LocalStorage.builder(root).lockWait(Duration.ZERO);
    return Pipeline.around(LocalStores.open(settings, environment))
        .environment(environment)
        .closeGrace(GRACE)
        .build();
  }

  /** Ten thousand bytes, and then nothing until the test is over or the thread is interrupted. */
  private final class Blocking extends InputStream {

    private final CountDownLatch blocks = new CountDownLatch(1);
    private int left = 10_000;

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1) < 0 ? -1 : 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left > 0) {
        int count = Math.min(left, length);
        left -= count;
        return count;
      }
      blocks.countDown();
      try {
        boolean ignored = never.await(3 * MOST_SECONDS, TimeUnit.SECONDS); // no test hangs
        return -1;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }
  }
}
