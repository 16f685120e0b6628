// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageLockedException;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this driver promises beyond the contract: the file, who may have it open, and restarts. */
final class ZipDriverTest {

  private static final StorageKey KEY = StorageKey.of("reports/2026.txt");
  private static final CallContext CALL = CallContext.unbounded();

  @TempDir Path directory;
  private Path file = Path.of("objects.zip");

  @BeforeEach
  void resolveFile() {
    file = directory.resolve("objects.zip");
  }

  @Test
  void open_afterClose_hasWhatWasWritten() throws IOException {
    UploadOptions options =
        UploadOptions.builder()
            .contentType("text/plain")
            .fileName("Bericht & Anhang=1%.txt")
            .metadata("owner", "Ängström + co")
            .tag("a&b=c", "")
            .build();
    ObjectInfo written;
    try (ZipDriver driver = ZipDriver.open(file)) {
      written = driver.put(KEY, content("one"), options, CALL);
    }
    try (ZipDriver driver = ZipDriver.open(file)) {
      assertThat(driver.stat(KEY, CALL)).get().usingRecursiveComparison().isEqualTo(written);
      assertThat(text(driver)).isEqualTo("one");
    }
  }

  @Test
  void put_again_keepsTimeOfCreation() {
    Instant created = Instant.parse("2026-01-01T00:00:00Z");
    try (ZipDriver driver = ZipDriver.open(file, () -> created)) {
      driver.put(KEY, content("one"), UploadOptions.defaults(), CALL);
    }
    Instant modified = created.plusSeconds(60);
    try (ZipDriver driver = ZipDriver.open(file, () -> modified)) {
      ObjectInfo info = driver.put(KEY, content("two"), UploadOptions.defaults(), CALL);
      assertThat(info.created()).isEqualTo(created);
      assertThat(info.modified()).isEqualTo(modified);
    }
  }

  @Test
  void archive_isReadableByAnyZipProgram() throws IOException {
    try (ZipDriver driver = ZipDriver.open(file)) {
      driver.put(KEY, content("one"), UploadOptions.defaults(), CALL);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(KEY.value());
      assertThat(zip.getInputStream(entry)).hasContent("one");
    }
  }

  @Test
  void open_whileOpen_isLocked() {
    try (ZipDriver first = ZipDriver.open(file)) {
      assertThatExceptionOfType(StorageLockedException.class)
          .isThrownBy(() -> ZipDriver.open(file))
          .withMessageContaining(file.toString());
      assertThat(first.stat(KEY, CALL)).isEmpty();
    }
    ZipDriver.open(file).close();
  }

  @Test
  void open_leftoversOfDeadProcess_areRemoved() throws IOException {
    Files.writeString(directory.resolve("objects.zip.123.tmp"), "half an archive");
    Files.writeString(directory.resolve("other.tmp"), "of somebody else");
    ZipDriver.open(file).close();
    assertThat(files()).containsExactlyInAnyOrder("objects.zip", "objects.zip.lock", "other.tmp");
  }

  @Test
  void close_abandonedSession_leavesNoFile() throws IOException {
    try (ZipDriver driver = ZipDriver.open(file);
        DriverUpload upload = driver.begin(KEY, UploadOptions.defaults(), CALL)) {
      upload.write(new byte[100_000], 0, 100_000);
    }
    assertThat(files()).containsExactlyInAnyOrder("objects.zip", "objects.zip.lock");
  }

  @Test
  void get_replacedWhileOpen_givesTheOldBytes() throws IOException {
    try (ZipDriver driver = ZipDriver.open(file)) {
      driver.put(KEY, content("old"), UploadOptions.defaults(), CALL);
      try (InputStream body = driver.get(KEY, DownloadOptions.defaults(), CALL).body()) {
        driver.put(KEY, content("new"), UploadOptions.defaults(), CALL);
        assertThat(body).hasContent("old");
      }
      assertThat(text(driver)).isEqualTo("new");
    }
  }

  @Test
  void close_openDownload_isReadToItsEnd() throws IOException {
    ZipDriver driver = ZipDriver.open(file);
    driver.put(KEY, content("one"), UploadOptions.defaults(), CALL);
    try (InputStream body = driver.get(KEY, DownloadOptions.defaults(), CALL).body()) {
      driver.close();
      assertThat(body).hasContent("one");
    }
  }

  @Test
  void body_closed_holdsNoFileOpen() throws IOException {
    try (ZipDriver driver = ZipDriver.open(file)) {
      driver.put(KEY, content("one"), UploadOptions.defaults(), CALL);
      InputStream body = driver.get(KEY, DownloadOptions.defaults(), CALL).body();
      body.close();
      assertThatExceptionOfType(IOException.class).isThrownBy(body::read);
    }
  }

  @Test
  void calls_interrupted_areCancelled() {
    try (ZipDriver driver = ZipDriver.open(file)) {
      List<ThrowingCallable> calls = calls(driver, CALL);
      for (ThrowingCallable call : calls) {
        Thread.currentThread().interrupt();
        assertKind(Kind.CANCELLED, call);
        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
      }
      assertThat(driver.stat(KEY, CALL)).isEmpty();
    }
  }

  @Test
  void calls_withoutTimeLeft_timeOut() {
    try (ZipDriver driver = ZipDriver.open(file)) {
      calls(driver, () -> Duration.ZERO).forEach(call -> assertKind(Kind.TIMEOUT, call));
      assertThat(driver.stat(KEY, CALL)).isEmpty();
    }
  }

  @Test
  void open_noZipArchive_isRefusedAndKept() throws IOException {
    Files.writeString(file, "plain text");
    assertKind(Kind.INTEGRITY, () -> ZipDriver.open(file));
    assertThat(file).hasContent("plain text");
  }

  @Test
  void open_entryOfAnotherProgram_isRefused() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("../escape"));
      zip.closeEntry();
    }
    assertKind(Kind.INTEGRITY, () -> ZipDriver.open(file));
  }

  @Test
  void open_noDirectory_isRefused() {
    file = directory.resolve("absent/objects.zip");
    assertKind(Kind.CONFIGURATION, () -> ZipDriver.open(file));
  }

  private static List<ThrowingCallable> calls(ZipDriver driver, CallContext context) {
    return List.of(
        () -> driver.put(KEY, content("one"), UploadOptions.defaults(), context),
        () -> driver.begin(KEY, UploadOptions.defaults(), context),
        () -> driver.get(KEY, DownloadOptions.defaults(), context),
        () -> driver.stat(KEY, context),
        () -> driver.delete(KEY, WriteCondition.any(), context),
        () -> driver.copy(KEY, KEY, CopyOptions.defaults(), context),
        () -> driver.list(new ListQuery("", false, "", 1), context));
  }

  private static void assertKind(Kind kind, ThrowingCallable call) {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  private static Content content(String text) {
    return Content.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ZipDriver driver) throws IOException {
    try (InputStream body = driver.get(KEY, DownloadOptions.defaults(), CALL).body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> directory.relativize(path).toString()).toList();
    }
  }
}
