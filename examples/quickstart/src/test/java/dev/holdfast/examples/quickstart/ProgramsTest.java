// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the README do what it says. */
final class ProgramsTest {

  @TempDir private Path temporary;

  @Test
  void storeAFile_ofAnyFile_makesTheSameFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("in"), "November");
    Path copy = temporary.resolve("out");
    StoreAFile.main(new String[] {store(), file.toString(), copy.toString()});
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void writeOnce_thirdWrite_changesNothing() {
    WriteOnce.main(new String[] {store()});
    try (FileStorage storage = LocalStorage.builder(Path.of(store())).build();
        Download download = storage.download(StorageKey.of("jobs/42/state"))) {
      assertThat(new String(download.readAllBytes(100), StandardCharsets.UTF_8))
          .isEqualTo("finished");
    }
  }

  @Test
  void shareALink_ofAnyFile_storesItUnderAnId() throws IOException {
    Path file = Files.writeString(temporary.resolve("in"), "a photograph");
    ShareALink.main(new String[] {store(), file.toString()});
    try (FileStorage storage = LocalStorage.builder(Path.of(store())).build();
        ListCursor all = storage.list("")) {
      assertThat(all.items().map(item -> item.key().name())).containsExactly("photo.png");
    }
  }

  private String store() {
    return temporary.resolve("store").toString();
  }
}
