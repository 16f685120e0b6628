// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Texts of others cannot write lines into a log by way of messages. */
class ForgedTextTest {

  /** Looks like a second line to whoever does not escape, and is longer than messages show. */
  private static final StorageKey FORGED =
      StorageKey.of("a\u2028INFO all is well \u202e\u200b" + "x".repeat(200) + "/end");

  @Test
  void S33_messagesOfTheFront_showKeysEscapedAndCut() {
    BentDriver driver = new BentDriver();
    try (FileStorage storage = Pipeline.around(driver).name("front\n").build()) {
      storage.upload(FORGED, Content.ofBytes(new byte[9]));
      Download download = storage.download(FORGED);
      UploadSession session = storage.beginUpload(FORGED);
      session.close();
      List<ThrowingCallable> calls =
          List.of(
              () -> storage.upload(FORGED, Content.ofStream(InputStream.nullInputStream(), 1)),
              () -> storage.upload(FORGED, Content.ofFile(Path.of("missing"))),
              () -> storage.downloadTo(FORGED, Path.of("missing", "directory")),
              () -> storage.download(FORGED.child("below")),
              () -> download.readAllBytes(1),
              () -> session.stream().write(1));
      for (ThrowingCallable call : calls) {
        Throwable thrown = Objects.requireNonNull(catchThrowable(call));
        assertThat(thrown instanceof StorageException ? thrown : thrown.getCause())
            .isInstanceOf(StorageException.class)
            .hasMessage(thrown.getMessage());
        assertThat(thrown.getMessage())
            .matches("[^\\p{Cc}\\p{Cf}\\u2028\\u2029]*")
            .contains(" of 'a\\u{2028}INFO all is well \\u{202E}\\u{200B}x")
            .contains("xxx...' at ")
            .doesNotContain("x".repeat(129))
            .doesNotContain("/end");
      }
      download.close();
    }
  }
}
