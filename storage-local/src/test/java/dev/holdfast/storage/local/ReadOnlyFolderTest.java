// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain folder presented as it is. */
final class ReadOnlyFolderTest {

  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(folder.resolve("sub").resolve("empty"));
    Files.write(folder.resolve("README.md"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("sub").resolve("b"), new byte[] {4});
    Files.write(folder.resolve("sub!"), new byte[] {5});
    Files.write(folder.resolve("~no-key"), new byte[] {6});
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("README.md"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("sub"));
  }

  @Test
  void list_folder_showsRegularFilesInKeyOrder() {
    try (FileStorage storage = LocalStorage.readOnly(folder)) {
      assertThat(LocalStorageTest.keys(storage)).containsExactly("README.md", "sub!", "sub/b");
    }
  }

  @Test
  void list_groupedAndPaged_rollsUpDirectoriesWithFiles() {
    try (FileStorage storage = LocalStorage.readOnly(folder);
        ListCursor cursor = storage.list(ListRequest.builder().grouped(true).pageSize(1).build())) {
      List<String> entries = new ArrayList<>();
      cursor.forEachRemaining(
          entry ->
              entries.add(
                  entry instanceof ListCursor.Item item
                      ? item.key().value()
                      : ((ListCursor.Prefix) entry).value()));
      assertThat(entries).containsExactly("README.md", "sub!", "sub/");
    }
  }

  @Test
  void download_rangeOfFile_givesBytes() throws IOException {
    DownloadOptions options = DownloadOptions.builder().range(ByteSelection.slice(1, 5)).build();
    try (FileStorage storage = LocalStorage.readOnly(folder);
        Download download = storage.download(StorageKey.of("README.md"), options)) {
      assertThat(download.stream().readAllBytes()).containsExactly(2, 3);
      assertThat(download.verified()).isFalse();
    }
  }

  @Test
  void download_absentLinkOrOtherEtag_isRefused() {
    try (FileStorage storage = LocalStorage.readOnly(folder)) {
      assertThatStorageFailure(() -> storage.download(StorageKey.of("link")))
          .isNotApplied(Kind.NOT_FOUND);
      assertThatStorageFailure(() -> storage.download(StorageKey.of("linked/b")))
          .isNotApplied(Kind.NOT_FOUND);
      DownloadOptions other = DownloadOptions.builder().ifMatch("other").build();
      assertThatStorageFailure(() -> storage.download(StorageKey.of("README.md"), other))
          .isNotApplied(Kind.PRECONDITION_FAILED);
      assertThat(storage.stat(StorageKey.of("sub"))).isEmpty();
    }
  }

  @Test
  void write_folder_isReadOnly() {
    try (FileStorage storage = LocalStorage.readOnly(folder)) {
      StorageKey key = StorageKey.of("README.md");
      assertThatStorageFailure(() -> storage.upload(key, Content.ofBytes(new byte[0])))
          .isNotApplied(Kind.READ_ONLY);
      assertThatStorageFailure(() -> storage.delete(key)).isNotApplied(Kind.READ_ONLY);
      assertThatStorageFailure(() -> storage.copy(key, StorageKey.of("c")))
          .isNotApplied(Kind.READ_ONLY);
      assertThat(folder.resolve("README.md")).hasBinaryContent(new byte[] {1, 2, 3});
    }
  }

  @Test
  void readOnly_storeOrWhatIsInOne_isRefused() throws IOException {
    Path store = folder.resolve("sub").resolve("empty");
    LocalStorage.builder(store).build().close();
    Path inner = Files.createDirectories(store.resolve("a").resolve("b"));
    Path link = Files.createSymbolicLink(folder.resolve("link-into"), inner);
    Path control = store.resolve(Root.CONTROL);
    Path bare = Files.createDirectories(folder.resolve("bare").resolve(Root.CONTROL));
    List<Path> refused =
        List.of(store, inner, link, control, control.resolve("stage"), bare, bare.getParent());
    for (Path path : refused) {
      assertThatStorageFailure(() -> LocalStorage.readOnly(path))
          .as(path.toString())
          .isNotApplied(Kind.CONFIGURATION)
          .hasMessageContaining(path + " is a store or in one")
          .hasMessageContaining("LocalStorage.builder");
    }
    LocalStorage.readOnly(folder.resolve("sub")).close();
  }

  @Test
  void readOnly_noDirectory_isRefusedByItsPath() {
    for (String name : List.of("none", "README.md")) {
      assertThatStorageFailure(() -> LocalStorage.readOnly(folder.resolve(name)))
          .isNotApplied(Kind.CONFIGURATION)
          .hasMessageContaining("at folder failed")
          .hasMessageContaining(folder.resolve(name).toString());
    }
  }
}
