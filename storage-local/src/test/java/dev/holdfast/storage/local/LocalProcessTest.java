// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one root; processes that are killed. */
final class LocalProcessTest {

  @TempDir private Path root;

  @Test
  void F43_rootOfAnotherProcess_isLockedUntilItIsKilled() throws Exception {
    try (ChildProcess child = ChildProcess.start("hold", root)) {
      assertThat(child.line()).isEqualTo("open");
      assertThatStorageFailure(() -> open(Duration.ZERO)).isNotApplied(Kind.STORAGE_LOCKED);
      CompletableFuture<FileStorage> waiting =
          CompletableFuture.supplyAsync(() -> open(Duration.ofSeconds(30)));
      child.kill();
      waiting.get(30, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void F43_secondStoreHere_doesNotFreeTheLockForOthers() throws Exception {
    FileStorage first = open(Duration.ZERO);
    assertThatStorageFailure(() -> open(Duration.ZERO)).isNotApplied(Kind.STORAGE_LOCKED);
    try (ChildProcess child = ChildProcess.start("hold", root)) {
      CompletableFuture<String> opened = CompletableFuture.supplyAsync(child::lineUnchecked);
      first.upload(StorageKey.of("still"), Content.ofBytes(new byte[] {1}));
      assertThat(opened).isNotDone();
      first.close();
      assertThat(opened.get(30, TimeUnit.SECONDS)).isEqualTo("open");
    }
  }

  @Test
  void F19_processKilledInTheMiddleOfAnUpload_leavesNothingVisible() throws Exception {
    try (ChildProcess child = ChildProcess.start("half", root)) {
      assertThat(child.line()).isEqualTo("half");
      child.kill();
    }
    try (FileStorage storage = open(Duration.ofSeconds(10));
        ListCursor all = storage.list("")) {
      assertThat(storage.exists(StorageKey.of("half"))).isFalse();
      assertThat(all.hasNext()).isFalse();
    }
  }

  @Test
  void F20_processKilledWhileItWrites_keepsWhatItAcknowledged() throws Exception {
    for (int round = 0; round < 3; round++) {
      int acknowledged;
      try (ChildProcess child = ChildProcess.start("write", root)) {
        for (int lines = 0; lines < 40 + round; lines++) {
          child.line();
        }
        child.kill();
        acknowledged = Integer.parseInt(child.lastLine());
      }
      try (FileStorage storage = open(Duration.ofSeconds(10))) {
        for (int i = Math.max(0, acknowledged - 6); i <= acknowledged; i++) {
          assertThat(counter(storage, i)).isGreaterThanOrEqualTo(i);
        }
      }
    }
  }

  /** The number of the value under the key of a number; the value is whole. */
  private static int counter(FileStorage storage, int i) {
    String text =
        new String(
            storage.download(StorageKey.of("k" + i % 7)).readAllBytes(100_000),
            StandardCharsets.UTF_8);
    String one = text.substring(0, text.indexOf("value", 1));
    assertThat(text).isEqualTo(one.repeat(50));
    return Integer.parseInt(one.substring("value ".length()));
  }

  private FileStorage open(Duration lockWait) {
    return LocalStorage.builder(root).lockWait(lockWait).build();
  }
}
