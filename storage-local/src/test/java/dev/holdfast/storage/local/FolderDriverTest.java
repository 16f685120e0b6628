// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain folder that changes while it is read, on a disk that can be watched. */
final class FolderDriverTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("f");
  private static final int FILES = 1_200;

  private final MovableClock clock = new MovableClock();
  private final CrashFileSystem disk =
      CrashFileSystem.builder().asciiOnly(true).clock(clock).build();
  private final Path folder = disk.root().resolve("folder");
  private final Path file = folder.resolve("f");
  private final FolderDriver driver = new FolderDriver(folder, new LocalErrors("folder"), clock);

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(folder);
    Files.write(file, new byte[] {1, 1});
  }

  @Test
  void get_fileReplacedBeforeItIsOpened_givesBytesAndDescriptionOfOne() throws IOException {
    onceBefore(CallKind.OPEN, () -> replace(new byte[] {2, 2, 2}));
    assertNew(driver.get(KEY, DownloadOptions.defaults(), CALL));
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void get_fileWrittenBeforeItIsOpened_givesBytesAndDescriptionOfOne() throws IOException {
    onceBefore(CallKind.OPEN, () -> Files.write(file, new byte[] {2, 2, 2}));
    assertNew(driver.get(KEY, DownloadOptions.defaults(), CALL));
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void get_fileReplacedByOneOfTheSameSizeAndTime_isNoticed() throws IOException {
    String old = driver.stat(KEY, CALL).orElseThrow().etag();
    onceBefore(CallKind.OPEN, () -> replace(new byte[] {2, 2}));
    DriverDownload download = driver.get(KEY, DownloadOptions.defaults(), CALL);
    assertThat(download.info().etag())
        .isNotEqualTo(old)
        .isEqualTo(driver.stat(KEY, CALL).orElseThrow().etag());
    assertThat(download.body().readAllBytes()).containsExactly(2, 2);
  }

  @Test
  void get_fileRemovedBeforeItIsOpened_isNotFound() {
    onceBefore(CallKind.OPEN, () -> Files.delete(file));
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.NOT_FOUND);
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void get_fileThatChangesAllTheTime_endsAndLeavesNothingOpen() {
    int[] writes = new int[1];
    boolean[] inside = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.OPEN && !inside[0]) {
            inside[0] = true;
            Files.write(file, new byte[++writes[0]]);
            inside[0] = false;
          }
        });
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining("changes all the time");
    assertThat(writes[0]).isBetween(2, 1_000);
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void get_otherEtagAndCloseFails_isRefusedAllTheSame() {
    DownloadOptions other = DownloadOptions.builder().ifMatch("other").build();
    disk.failures().failNth(1, IoCall.ofKind(CallKind.CLOSE), Fault.EIO);
    assertThatStorageFailure(() -> driver.get(KEY, other, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    assertThat(disk.failures().injected()).isEqualTo(1);
  }

  @Test
  void get_lookBehindTheOpenFails_closesTheFile() {
    disk.failures().failNth(2, IoCall.ofKind(CallKind.STAT), Fault.EIO);
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void stat_nameThatTheDiskCannotHave_isAbsent() {
    assertThat(driver.stat(StorageKey.of("é"), CALL)).isEmpty();
    assertThat(driver.stat(StorageKey.of("é/f"), CALL)).isEmpty();
    assertThat(driver.list(new ListQuery("é/", false, "", 9), CALL).entries()).isEmpty();
  }

  @Test
  void stat_folderVanished_isUnavailableNotAbsent() throws IOException {
    Files.move(folder, disk.root().resolve("elsewhere"));
    assertThatStorageFailure(() -> driver.stat(KEY, CALL))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining("vanished");
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> driver.list(new ListQuery("", false, "", 9), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void list_manyPagesOfOneDirectory_readItOnceAndLookAtEachNameTwiceAtMost() throws IOException {
    fillMany();
    clock.move(Duration.ofSeconds(4));
    long lists = disk.calls(CallKind.LIST);
    long looks = disk.calls(CallKind.STAT);
    assertThat(pages()).hasSize(FILES + 1).isSorted();
    assertThat(disk.calls(CallKind.LIST) - lists).isEqualTo(1);
    assertThat(disk.calls(CallKind.STAT) - looks).isLessThan(3L * FILES);
  }

  @Test
  void list_prefixInALargeFolder_looksAtItsNamesAlone() throws IOException {
    fillMany();
    long looks = disk.calls(CallKind.STAT);
    assertThat(driver.list(new ListQuery("k007", false, "", 99), CALL).entries()).hasSize(10);
    assertThat(disk.calls(CallKind.STAT) - looks).isLessThan(30);
  }

  @Test
  void list_folderChangedAMomentAgo_isReadAgain() throws IOException {
    fillMany();
    FileTime before = Files.getLastModifiedTime(folder);
    clock.move(Duration.ofSeconds(2));
    assertThat(page("k0001").entries()).hasSize(100);
    Files.write(folder.resolve("k0001a"), new byte[1]);
    Files.setLastModifiedTime(folder, before); // as a disk does whose ticks last two seconds
    assertThat(text(page("k0001").entries().get(0))).isEqualTo("k0001a");
  }

  @Test
  void list_folderChangedBetweenPages_isReadAgain() throws IOException {
    fillMany();
    clock.move(Duration.ofSeconds(10));
    assertThat(page("k0001").entries()).hasSize(100);
    clock.move(Duration.ofSeconds(10));
    Files.write(folder.resolve("k0001a"), new byte[1]);
    assertThat(text(page("k0001").entries().get(0))).isEqualTo("k0001a");
  }

  @Test
  void list_directoryRemovedWhileItIsWalked_goesOn() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("e"));
    int[] looks = new int[1];
    disk.onCall(
        call -> {
          // The first two looks are for a file and for a directory, the third for its times.
          if (call.kind() == CallKind.STAT && call.path().equals(sub) && ++looks[0] == 3) {
            Files.delete(sub);
          }
        });
    assertThat(driver.list(new ListQuery("", false, "", 9), CALL).entries()).hasSize(1);
    assertThat(sub).doesNotExist();
  }

  @Test
  void names_absentDirectory_hasNone(@TempDir Path real) throws IOException {
    for (Path root : List.of(real, folder)) {
      FolderKeys keys = new FolderKeys(root, clock);
      assertThat(keys.names(root.resolve("none"), "", "", true).names()).isEmpty();
    }
  }

  @Test
  void item_nameThatTheDiskCannotHave_isAbsent() throws IOException {
    FolderKeys keys = new FolderKeys(folder, clock);
    assertThat(keys.item(folder, "é", StorageKey.of("é"))).isEmpty();
    assertThat(keys.directory(folder, "é/")).isEmpty();
  }

  @Test
  void read_diskFails_isUnavailable() throws IOException {
    DriverDownload download = driver.get(KEY, DownloadOptions.defaults(), CALL);
    assertThat(download.body().available()).isEqualTo(2);
    disk.failures().failNth(1, IoCall.ofKind(CallKind.READ), Fault.EIO);
    assertThatStorageFailure(() -> download.body().readAllBytes())
        .isNotApplied(Kind.UNAVAILABLE)
        .hasKey(KEY);
  }

  @Test
  void readOnly_diskFailsWhenItIsOpened_isUnavailableAndNamesTheFolder() {
    disk.failures().failNth(2, IoCall.ofKind(CallKind.STAT), Fault.EIO);
    assertThatStorageFailure(() -> LocalStorage.readOnly(folder))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining(folder.toString());
    LocalStorage.readOnly(folder).close();
  }

  private void fillMany() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.write(folder.resolve("k%04d".formatted(i)), new byte[1]);
    }
  }

  private List<String> pages() {
    List<String> keys = new ArrayList<>();
    ListPage page;
    do {
      page = page(keys.isEmpty() ? "" : keys.get(keys.size() - 1));
      page.entries().forEach(entry -> keys.add(text(entry)));
    } while (!page.last());
    return keys;
  }

  private ListPage page(String after) {
    return driver.list(new ListQuery("", false, after, 100), CALL);
  }

  private static String text(ListCursor.Entry entry) {
    return ((ListCursor.Item) entry).key().value();
  }

  private static void assertNew(DriverDownload download) throws IOException {
    assertThat(download.info().sizeBytes()).isEqualTo(3);
    assertThat(download.body().readAllBytes()).containsExactly(2, 2, 2);
    download.body().close();
  }

  private void replace(byte[] bytes) throws IOException {
    Path other = Files.write(disk.root().resolve("other"), bytes);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void onceBefore(CallKind kind, Change change) {
    disk.onCall(
        call -> {
          if (call.kind() == kind && call.path().equals(file)) {
            disk.onCall(later -> {});
            change.make();
          }
        });
  }
}
