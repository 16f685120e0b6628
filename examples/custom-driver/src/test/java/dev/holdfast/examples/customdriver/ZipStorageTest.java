// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.engine.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver as applications see it: a {@link FileStorage} like every other. */
final class ZipStorageTest {

  @TempDir Path directory;

  @Test
  void storage_aroundTheDriver_keepsFiles() throws IOException {
    StorageKey key = StorageKey.of("invoices/2026/11.txt");
    try (FileStorage storage = open()) {
      UploadReceipt receipt = storage.upload(key, content("one"));
      assertThat(receipt.tiers()).containsExactly("zip");

      UploadOptions ifUnchanged =
          UploadOptions.builder().condition(WriteCondition.ifMatch(receipt.etag())).build();
      storage.upload(key, content("two"), ifUnchanged);
      assertThatExceptionOfType(PreconditionFailedException.class)
          .isThrownBy(() -> storage.upload(key, content("three"), ifUnchanged));

      try (UploadSession session = storage.beginUpload(StorageKey.of("log.txt"))) {
        session.stream().write("line\n".getBytes(StandardCharsets.UTF_8));
        session.commit();
      }
    }
    try (FileStorage storage = open();
        Download download = storage.download(key);
        ListCursor all = storage.list("")) {
      assertThat(download.stream()).hasContent("two");
      assertThat(all.items().map(item -> item.key().value()))
          .containsExactly("invoices/2026/11.txt", "log.txt");
    }
  }

  private FileStorage open() {
    return Pipeline.around(ZipDriver.open(directory.resolve("objects.zip"))).build();
  }

  private static Content content(String text) {
    return Content.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
