// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.IntegrityException;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files appear whole and verified, or stay as they were. */
class DownloadToTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] OLD = {1, 2, 3};

  @TempDir Path directory;

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final FileStorage storage =
      Pipeline.around(driver).name("front").observer(recorder).build();

  @AfterEach
  void close() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65536, 200_000})
  void downloadTo_newOrPresentFile_isWhole(int size) throws IOException {
    byte[] bytes = Bytes.of(size);
    ObjectInfo uploaded = storage.upload(KEY, Content.ofBytes(bytes)).info();
    Path target = directory.resolve("target.bin");
    for (int round = 0; round < 2; round++) {
      assertThat(storage.downloadTo(KEY, target).etag()).isEqualTo(uploaded.etag());
      assertThat(target).hasBinaryContent(bytes);
      assertThat(files()).containsExactly("target.bin");
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void downloadTo_ofRange_isThatRange() {
    byte[] bytes = Bytes.of(1000);
    storage.upload(KEY, Content.ofBytes(bytes));
    Path target = directory.resolve("part");
    storage.downloadTo(
        KEY, target, DownloadOptions.builder().range(ByteSelection.slice(10, 100)).build());
    assertThat(target).hasBinaryContent(Arrays.copyOfRange(bytes, 10, 110));
  }

  @Test
  void downloadTo_fileWithLongestName_works() throws IOException {
    storage.upload(KEY, Content.ofBytes(OLD));
    Path target = directory.resolve("n".repeat(255));
    storage.downloadTo(KEY, target);
    assertThat(target).hasBinaryContent(OLD);
    assertThat(files()).hasSize(1);
  }

  @Test
  void downloadTo_badBody_leavesTargetUntouchedAndNothingBeside() throws IOException {
    byte[] bytes = Bytes.of(200_000);
    byte[] flipped = bytes.clone();
    flipped[100_000] ^= 1;
    storage.upload(KEY, Content.ofBytes(bytes));
    Path target = directory.resolve("target");
    List<Function<InputStream, InputStream>> bodies =
        List.of(
            body -> new ByteArrayInputStream(flipped),
            body -> new ByteArrayInputStream(bytes, 0, 199_999),
            body -> new ByteArrayInputStream(new byte[0]));
    for (Function<InputStream, InputStream> body : bodies) {
      serve(bytes, body);
      assertThatThrownBy(() -> storage.downloadTo(KEY, target))
          .isInstanceOf(IntegrityException.class);
      assertThat(files()).isEmpty();
    }
    Files.write(target, OLD);
    for (Function<InputStream, InputStream> body : bodies) {
      serve(bytes, body);
      assertThatThrownBy(() -> storage.downloadTo(KEY, target))
          .isInstanceOf(IntegrityException.class);
      assertThat(target).hasBinaryContent(OLD);
      assertThat(files()).containsExactly("target");
    }
    assertThat(recorder.lines).contains("front download INTEGRITY NOT_APPLIED");
  }

  @Test
  void downloadTo_absentObject_createsNothing() throws IOException {
    assertThatThrownBy(() -> storage.downloadTo(KEY, directory.resolve("target")))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void downloadTo_stageThatCannotBeRemoved_tellsTheFailureOfTheBody() {
    byte[] bytes = Bytes.of(10);
    storage.upload(KEY, Content.ofBytes(bytes));
    IOException reset = new IOException("reset");
    serve(
        bytes,
        body ->
            Bytes.interrupted(
                bytes,
                5,
                () -> {
                  replaceStageByDirectory();
                  throw reset;
                }));
    assertThatStorageFailure(() -> storage.downloadTo(KEY, directory.resolve("target")))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasCause(reset);
  }

  @Test
  void downloadTo_interruptedWhileTheFileIsWritten_isCancelled() throws IOException {
    byte[] bytes = Bytes.of(10);
    storage.upload(KEY, Content.ofBytes(bytes));
    serve(bytes, body -> Bytes.interrupted(bytes, 5, () -> Thread.currentThread().interrupt()));
    assertThatStorageFailure(() -> storage.downloadTo(KEY, directory.resolve("target")))
        .isNotApplied(Kind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void downloadTo_fileSystemWithoutOwners_works() throws IOException {
    storage.upload(KEY, Content.ofBytes(OLD));
    Path zip = directory.resolve("archive.zip");
    try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path target = archive.getPath("/target");
      assertThat(archive.supportedFileAttributeViews()).doesNotContain("posix");
      storage.downloadTo(KEY, target);
      assertThat(Files.readAllBytes(target)).isEqualTo(OLD);
    }
  }

  private void replaceStageByDirectory() throws IOException {
    for (String file : files()) {
      Path stage = directory.resolve(file);
      assertThat(file).startsWith(".target.").endsWith(".part");
      Files.delete(stage);
      Files.createDirectory(stage);
      Files.createFile(stage.resolve("child"));
    }
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(byte[] original, Function<InputStream, InputStream> body) {
    driver.download =
        opened ->
            new DriverDownload(
                ObjectInfo.builder(KEY, original.length)
                    .etag("1")
                    .modified(Instant.EPOCH)
                    .checksum(Bytes.crc32c(original))
                    .build(),
                opened.range(),
                body.apply(opened.body()));
  }
}
