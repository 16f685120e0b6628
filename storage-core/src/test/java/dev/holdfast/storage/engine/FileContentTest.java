// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be uploaded is named in the failure; no other source of bytes is asked. */
class FileContentTest {

  private static final StorageKey KEY = StorageKey.of("key");

  @TempDir Path directory;

  private final BentDriver driver = new BentDriver();
  private final FileStorage storage = Pipeline.around(driver).name("front").build();

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void F47_upload_ofMissingFile_namesIt() {
    Path missing = directory.resolve("missing.bin");
    for (UploadOptions options : new UploadOptions[] {UploadOptions.defaults(), minute()}) {
      assertThatStorageFailure(() -> storage.upload(KEY, Content.ofFile(missing), options))
          .isNotApplied(Kind.CONTENT_FAILED)
          .hasCauseInstanceOf(NoSuchFileException.class)
          .hasMessage(
              "upload of 'key' at front failed: the file '"
                  + missing
                  + "' could not be read: there is no such file"
                  + "; NOT_APPLIED, nothing was changed; see the cause");
    }
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void F47_upload_ofFileThatChangesMeanwhile_namesIt() throws IOException {
    Path file = Files.write(directory.resolve("log\nfile"), new byte[1000]);
    driver.before = () -> append(file);
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofFile(file)))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasMessageContaining("log\\u{A}file' is longer than the 1000 bytes announced");
    driver.before = () -> truncate(file);
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofFile(file)))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasMessageContaining("log\\u{A}file' ended after 0 of the 1001 bytes announced");
  }

  @Test
  void F47_upload_ofFileThatCannotBeRead_namesIt() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    Path file = Files.write(disk.root().resolve("damaged"), new byte[1000]);
    disk.failures().failEvery(IoCall.nameContaining("damaged"), Fault.EIO);
    assertThatStorageFailure(() -> storage.upload(KEY, Content.ofFile(file)))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasMessageContaining("damaged' could not be read");
  }

  @Test
  void F47_S32_upload_ofOtherContent_doesNotAskItsName() {
    assertThatStorageFailure(() -> storage.upload(KEY, new Talkative()))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasMessageContaining("failed: the content ended after 0 of the 7 bytes announced;");
  }

  private static UploadOptions minute() {
    return UploadOptions.builder().timeout(Duration.ofMinutes(1)).build();
  }

  private static void append(Path file) {
    try {
      Files.write(file, new byte[1001]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void truncate(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Content whose name tells more than it should. */
  private static final class Talkative implements Content {

    @Override
    public OptionalLong length() {
      return OptionalLong.of(7);
    }

    @Override
    public boolean replayable() {
      return true;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public String toString() {
      throw new AssertionError("the content was asked for its name");
    }
  }
}
