// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a target that cannot be written; nothing is left beside it. */
class DownloadTargetTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = {1, 2, 3};

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root();
  private final BentDriver driver = new BentDriver();
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger freed = new AtomicInteger();
  private final FileStorage storage = Pipeline.around(driver).name("front").build();

  @BeforeEach
  void begin() {
    storage.upload(KEY, Content.ofBytes(BYTES));
    driver.download =
        opened ->
            new DriverDownload(
                opened.info(),
                opened.range(),
                Bytes.closing(
                    Bytes.interrupted(BYTES, 0, read::incrementAndGet), freed::incrementAndGet));
  }

  @AfterEach
  void close() {
    assertThat(disk.openPaths()).as("open files").isEmpty();
    assertThat(freed.get()).as("bodies of downloads that were freed").isPositive();
    storage.close();
  }

  @Test
  void downloadTo_nameThatIsCutInACharacter_works() {
    for (String tail : List.of("\ud83d\ude00", "\ud83d\ude00\ud83d\ude00.bin", "\u7d42.txt")) {
      for (int length = 37; length <= 42; length++) {
        Path target = root.resolve("n".repeat(length) + tail);
        storage.downloadTo(KEY, target);
        assertThat(bytes(target)).isEqualTo(BYTES);
      }
    }
    Path longest = root.resolve("\ud83d\ude00".repeat(63));
    storage.downloadTo(KEY, longest);
    assertThat(bytes(longest)).isEqualTo(BYTES);
    assertThat(files()).hasSize(19).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void F48_downloadTo_bodyThatTrickles_timesOutAndLeavesNothing() {
    ManualTicker ticker = new ManualTicker();
    Scheduler scheduler = Scheduler.system("download-target-test", 1);
    Environment environment = ticker.environment(Environment.systemClock(), scheduler);
    DownloadOptions minute = DownloadOptions.builder().timeout(Duration.ofMinutes(1)).build();
    driver.download =
        opened ->
            new DriverDownload(
                opened.info(),
                opened.range(),
                Bytes.closing(
                    Bytes.interrupted(
                        BYTES,
                        1,
                        () -> ticker.advance(Duration.ofSeconds(59 + read.getAndIncrement()))),
                    freed::incrementAndGet));
    try (FileStorage slow = Pipeline.around(driver).environment(environment).build()) {
      slow.downloadTo(KEY, root.resolve("in-time"), minute);
      assertThatStorageFailure(() -> slow.downloadTo(KEY, root.resolve("late"), minute))
          .isNotApplied(Kind.TIMEOUT)
          .hasKey(KEY);
      slow.downloadTo(KEY, root.resolve("without"));
    }
    assertThat(files()).containsExactly("in-time", "without");
    assertThat(freed).as("bodies of downloads that were freed").hasValue(3);
    scheduler.close();
  }

  @Test
  void downloadTo_missingDirectory_saysWhichAndLeavesNothing() {
    Path target = root.resolve("not/there/target.bin");
    assertThatStorageFailure(() -> storage.downloadTo(KEY, target))
        .isNotApplied(Kind.INVALID_ARGUMENT)
        .hasOperation(StorageOperation.DOWNLOAD)
        .hasKey(KEY)
        .hasCauseInstanceOf(NoSuchFileException.class)
        .hasMessage(
            "download of 'key' at front failed: there is no directory '"
                + target.getParent()
                + "' to write the target in; NOT_APPLIED, nothing was changed"
                + "; make the directory first");
    assertThat(files()).isEmpty();
    assertThat(read).as("reads of the body").hasValue(0);
  }

  @Test
  void downloadTo_directoryThatIsAFile_saysSo() throws IOException {
    Files.write(root.resolve("file"), BYTES);
    assertThatStorageFailure(() -> storage.downloadTo(KEY, root.resolve("file/target")))
        .isNotApplied(Kind.INVALID_ARGUMENT)
        .hasMessageContaining("there is no directory '" + root.resolve("file") + "'");
    assertThat(files()).containsExactly("file");
  }

  @Test
  void downloadTo_targetThatIsADirectory_isRefusedBeforeTheFirstByte() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));
    Path full = Files.createDirectory(root.resolve("full"));
    Files.write(full.resolve("child"), BYTES);
    for (Path target : List.of(empty, full, full.resolve(".."), root)) {
      assertThatStorageFailure(() -> storage.downloadTo(KEY, target))
          .isNotApplied(Kind.INVALID_ARGUMENT)
          .hasKey(KEY)
          .hasMessageContaining("the target '" + target.toAbsolutePath() + "' is a directory; ")
          .hasMessageEndingWith("; name a file in it");
    }
    assertThat(files()).containsExactly("empty", "full");
    assertThat(read).as("reads of the body").hasValue(0);
  }

  @Test
  void downloadTo_targetThatCannotBeWritten_isContentFailedAndNamesIt() throws IOException {
    Path target = root.resolve("target");
    Files.write(target, new byte[] {9});
    for (CallKind kind :
        List.of(CallKind.CREATE, CallKind.WRITE, CallKind.FORCE_FILE, CallKind.MOVE)) {
      disk.failures().failEvery(IoCall.ofKind(kind), Fault.ENOSPC);
      assertThatStorageFailure(() -> storage.downloadTo(KEY, target))
          .as("a failure of %s", kind)
          .isNotApplied(Kind.CONTENT_FAILED)
          .hasKey(KEY)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("the target '" + target + "' could not be written: java.")
          .hasMessageEndingWith("; see the cause; the target is as it was");
      disk.failures().clear();
      assertThat(bytes(target)).containsExactly(9);
      assertThat(files()).containsExactly("target");
    }
  }

  @Test
  void downloadTo_fileSystemThatWritesNoFiles_isContentFailed() {
    Path target = Path.of(URI.create("jrt:/java.base/target"));
    assertThatStorageFailure(() -> storage.downloadTo(KEY, target))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasRootCauseInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("target");
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
