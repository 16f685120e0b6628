// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots that another store has, or that no store can have. */
final class OddRootsTest {

  @TempDir private Path root;

  @Test
  void build_linkThatLeadsIntoAStore_isRefused() throws IOException {
    Path outer = root.resolve("outer");
    LocalStorage.builder(outer).build().close();
    Path inner = Files.createDirectory(outer.resolve("sub"));
    Path link = Files.createSymbolicLink(root.resolve("link"), inner);
    for (Path path : List.of(link, link.resolve("a").resolve("b"))) {
      assertThatStorageFailure(() -> LocalStorage.builder(path).build())
          .isNotApplied(Kind.CONFIGURATION)
          .hasMessageContaining("is inside the store");
    }
    assertThat(inner).isEmptyDirectory();
  }

  @Test
  void build_wayThroughAStoreAndOutAgain_isUsed() throws IOException {
    LocalStorage.builder(root.resolve("outer")).build().close();
    Files.createDirectory(root.resolve("other"));
    LocalStorage.builder(root.resolve("outer").resolve("..").resolve("other")).build().close();
    assertThat(root.resolve("other").resolve(Root.CONTROL)).isDirectory();
  }

  @Test
  void build_insideAnotherStore_isRefusedAndNamed() {
    try (FileStorage outer = LocalStorage.builder(root).build()) {
      for (String inner : List.of("tenant", "a/b")) {
        assertThatStorageFailure(() -> LocalStorage.builder(root.resolve(inner)).build())
            .isNotApplied(Kind.CONFIGURATION)
            .hasMessageContaining(root.toString());
      }
      assertThat(outer.stat(StorageKey.of("tenant/x"))).isEmpty();
      assertThat(root.resolve("tenant")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "holdfast-local\nversion=1\n",
        "holdfast-local\nversion=1\nmetadata=elsewhere\n",
        "holdfast-local\nversion=1\nmetadata=attribute\nmore\n",
        "\u00ff\u00fe\n\n\n"
      })
  void build_markerIsDamaged_isRefused(String text) throws IOException {
    LocalStorage.builder(root).build().close();
    Files.write(Layout.marker(root), text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatStorageFailure(() -> LocalStorage.builder(root).build())
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("marker");
  }

  @Test
  void build_staleAfterForEver_keepsStages() throws IOException {
    LocalStorage.builder(root).build().close();
    Path stage = Files.createFile(root.resolve(".holdfast").resolve("stage").resolve("left"));
    LocalStorage.builder(root).staleAfter(Duration.ofSeconds(Long.MAX_VALUE)).build().close();
    assertThat(stage).exists();
  }

  /** The lock of the system ends when the process closes any descriptor of its file. */
  @Test
  void F43_secondStoreOfThisProcessIsRefused_otherProcessesStayLockedOut() throws Exception {
    try (FileStorage first = LocalStorage.builder(root).lockWait(Duration.ZERO).build()) {
      assertThatStorageFailure(() -> LocalStorage.builder(root).lockWait(Duration.ZERO).build())
          .isNotApplied(Kind.STORAGE_LOCKED);
      assertThat(ChildProcess.run(List.of(), root, "open"))
          .containsExactly("open: STORAGE_LOCKED NOT_APPLIED");
      assertThat(first.stat(StorageKey.of("k"))).isEmpty();
    }
  }
}
