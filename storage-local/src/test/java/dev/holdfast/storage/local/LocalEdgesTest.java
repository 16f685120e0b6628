// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What seldom happens: a disk without hard links, calls that fail in odd places, no time left. */
final class LocalEdgesTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final CallContext NO_TIME = () -> Duration.ZERO;
  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final Content CONTENT = Content.ofBytes(new byte[] {1});
  private static final UploadOptions IF_ABSENT =
      UploadOptions.builder().condition(WriteCondition.ifAbsent()).build();

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");

  @Test
  void put_ifAbsentWithoutHardLinks_isStillExact() {
    disk.failures().failEvery(IoCall.ofKind(CallKind.LINK), Fault.EACCES);
    LocalDriver driver = LocalStores.open(root);
    driver.put(KEY, CONTENT, IF_ABSENT, CALL);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, IF_ABSENT, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    assertThat(driver.stat(KEY, CALL)).isPresent();
  }

  @Test
  void put_recordTooLargeForTheFileSystem_isKeptAsTrailer() throws Exception {
    LocalDriver driver = LocalStores.open(root);
    UploadOptions large = UploadOptions.builder().metadata("m", "x".repeat(1_000)).build();
    fail(CallKind.SET_ATTRIBUTES, Fault.ENOSPC);
    driver.put(KEY, CONTENT, large, CALL);
    assertThat(driver.stat(KEY, CALL).orElseThrow().metadata()).isEqualTo(large.metadata());
    assertThat(driver.get(KEY, DownloadOptions.defaults(), CALL).body().readAllBytes())
        .containsExactly(1);
    disk.failures().failEvery(IoCall.ofKind(CallKind.SET_ATTRIBUTES), Fault.ENOSPC);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, large, CALL))
        .isNotApplied(Kind.STORAGE_FULL);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.STORAGE_FULL);
  }

  @Test
  void put_linkFails_isNotAppliedAndNothingIsReplaced() {
    LocalDriver driver = LocalStores.open(root);
    disk.failures().failEvery(IoCall.ofKind(CallKind.LINK), Fault.EIO);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, IF_ABSENT, CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    assertThat(driver.stat(KEY, CALL)).isEmpty();
  }

  @Test
  void put_linkIsMadeAndFails_isApplied() {
    LocalDriver driver = LocalStores.open(root);
    boolean[] made = new boolean[1];
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LINK && !made[0]) {
            made[0] = true;
            Files.createLink(call.path(), Objects.requireNonNull(call.target()));
          }
        });
    driver.put(KEY, CONTENT, IF_ABSENT, CALL);
    assertThat(made[0]).isTrue();
    assertThat(driver.stat(KEY, CALL)).isPresent();
  }

  @Test
  void put_fileInPlaceOfDirectory_isNotApplied() throws IOException {
    LocalDriver driver = LocalStores.open(root);
    Files.createFile(root.resolve("a"));
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining(root.resolve("a") + " is not a directory")
        .hasCauseInstanceOf(NotDirectoryException.class);
  }

  @Test
  void delete_ifMatchWithoutObject_isRefusedWhateverIsMissing() {
    LocalDriver driver = LocalStores.open(root);
    WriteCondition match = WriteCondition.ifMatch("x");
    assertThatStorageFailure(() -> driver.delete(KEY, match, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    driver.put(StorageKey.of("a/other"), CONTENT, UploadOptions.defaults(), CALL);
    assertThatStorageFailure(() -> driver.delete(KEY, match, CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
  }

  @Test
  void F28_interruptedWhileAnAbsenceIsSettled_waitsOnAndKeepsTheFlag() throws Exception {
    Root files = new Root(root);
    Files.createDirectory(root);
    DirectoryTree tree =
        new DirectoryTree(
            files, new DirectoryForce(files, true), new DirectoryWindows(), Waits.parking());
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.MKDIR) {
            Thread.currentThread().interrupt();
            Deadline soon = Deadline.after(Duration.ofMillis(20), Ticker.system());
            assertThatThrownBy(() -> tree.settle(root.resolve("d"), soon))
                .isInstanceOf(DeadlineExceeded.class);
            assertThat(Thread.interrupted()).isTrue();
          }
        });
    tree.ensure(root.resolve("d"), Deadline.never());
    assertThat(root.resolve("d")).isDirectory();
  }

  @Test
  void F48_noTimeLeftWhileAnotherHasTheDirectory_timesOut() throws Exception {
    Root files = new Root(root);
    Files.createDirectory(root);
    DirectoryTree tree =
        new DirectoryTree(
            files, new DirectoryForce(files, true), new DirectoryWindows(), Waits.parking());
    Deadline none = Deadline.after(Duration.ZERO, Ticker.system());
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.MKDIR) {
            assertThatThrownBy(() -> tree.ensure(root.resolve("d"), none))
                .isInstanceOf(DeadlineExceeded.class);
            assertThatCode(() -> tree.prune(root.resolve("d"), none)).doesNotThrowAnyException();
          }
        });
    tree.ensure(root.resolve("d"), Deadline.never());
    assertThat(root.resolve("d")).isDirectory();
  }

  @Test
  void put_noTimeLeft_timesOutAndNothingIsVisible() {
    LocalDriver driver = LocalStores.open(root);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, UploadOptions.defaults(), NO_TIME))
        .isNotApplied(Kind.TIMEOUT);
    assertThat(driver.stat(KEY, CALL)).isEmpty();
  }

  @Test
  void close_uploadOutlivesTheStore_cannotPublishAnyMore() {
    LocalDriver driver = LocalStores.open(root);
    DriverUpload late = driver.begin(KEY, UploadOptions.defaults(), CALL);
    late.write(new byte[] {1, 2}, 0, 2);
    driver.close();
    Environment otherIds = LocalStores.environment();
    assertThat(otherIds.random().nextLong()).isNotZero();
    LocalDriver next =
        LocalStores.open(LocalStorage.builder(root).staleAfter(Duration.ofDays(36_500)), otherIds);
    next.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    assertThatStorageFailure(late::commit).isNotApplied(Kind.UNAVAILABLE);
    late.close();
    assertThat(next.stat(KEY, CALL).orElseThrow().sizeBytes()).isEqualTo(1);
  }

  @Test
  void stat_rootVanished_isUnavailableNotAbsent() throws IOException {
    LocalDriver driver = LocalStores.open(root);
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    Files.move(root, disk.root().resolve("elsewhere"));
    Files.createDirectory(root);
    assertThatStorageFailure(() -> driver.stat(StorageKey.of("x"), CALL))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining("vanished");
    assertThatStorageFailure(() -> driver.list(new ListQuery("", false, "", 9), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> driver.delete(StorageKey.of("x/y"), WriteCondition.any(), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void put_directoryRemovedBehindTheStore_isMadeAnew() throws IOException {
    LocalDriver driver = LocalStores.open(root);
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    Files.delete(root.resolve("a").resolve("_b"));
    Files.delete(root.resolve("a"));
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    assertThat(driver.stat(KEY, CALL)).isPresent();
  }

  @Test
  void list_foreignNames_areSkipped() throws IOException {
    LocalDriver driver = LocalStores.open(root);
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    Files.createSymbolicLink(root.resolve("q^"), root);
    for (String name : new String[] {"_.%2e", "_%01", "_a%2fb", "_%2f"}) {
      Files.createFile(root.resolve(name));
    }
    assertThat(driver.list(new ListQuery("", false, "", 9), CALL).entries()).hasSize(1);
  }

  @Test
  void list_diskFails_isUnavailableAndWorksAgain() {
    LocalDriver driver = LocalStores.open(root);
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    ListQuery all = new ListQuery("", false, "", 10);
    fail(CallKind.LIST, Fault.EIO);
    assertThatStorageFailure(() -> driver.list(all, CALL)).isNotApplied(Kind.UNAVAILABLE);
    assertThat(driver.list(all, CALL).entries()).hasSize(1);
  }

  @Test
  void list_groupOfEmptyDirectories_isNotShown() throws IOException {
    LocalDriver driver = LocalStores.open(root);
    Files.createDirectories(root.resolve("e").resolve("f"));
    Files.createSymbolicLink(root.resolve("l"), root.resolve("e"));
    driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL);
    assertThat(driver.list(new ListQuery("", true, "", 10), CALL).entries()).hasSize(1);
  }

  @Test
  void presign_withoutBase_isUnsupported() {
    LocalDriver driver = LocalStores.open(root);
    assertThatStorageFailure(() -> driver.presign(PresignRequest.get(KEY)))
        .isNotApplied(Kind.UNSUPPORTED);
  }

  @Test
  void open_lockFileCannotBeOpened_freesTheRoot() {
    LocalStores.open(root).close();
    Set<Path> openRoots = ConcurrentHashMap.newKeySet();
    disk.failures()
        .failNth(1, IoCall.ofKind(CallKind.OPEN).and(IoCall.nameContaining("lock")), Fault.EMFILE);
    assertThatStorageFailure(() -> open(openRoots)).isNotApplied(Kind.OVERLOADED);
    open(openRoots).close();
  }

  @Test
  void open_diskFailsBehindTheLock_freesTheRoot() {
    LocalStores.open(root).close();
    Set<Path> openRoots = ConcurrentHashMap.newKeySet();
    disk.failures()
        .failNth(1, IoCall.ofKind(CallKind.OPEN).and(IoCall.nameContaining("layout")), Fault.EIO);
    assertThatStorageFailure(() -> open(openRoots)).isNotApplied(Kind.UNAVAILABLE);
    open(openRoots).close();
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void close_lockCannotBeClosed_isToldAndRootIsFree() {
    Set<Path> openRoots = ConcurrentHashMap.newKeySet();
    LocalDriver driver = open(openRoots);
    fail(CallKind.CLOSE, Fault.EIO);
    assertThatStorageFailure(driver::close).isNotApplied(Kind.UNAVAILABLE);
    assertThat(openRoots).isEmpty();
  }

  @Test
  void forceFailed_noteCannotBeLeft_isStillFinalHere() {
    LocalDriver driver = LocalStores.open(root);
    disk.failures()
        .failEvery(IoCall.nameContaining("force-failed"), Fault.EIO)
        .failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL))
        .hasOutcome(Outcome.NOT_APPLIED);
    assertThatStorageFailure(() -> driver.put(KEY, CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.READ_ONLY);
  }

  @Test
  void folder_diskFails_isUnavailable() throws IOException {
    Files.createDirectory(root);
    Files.write(root.resolve("f"), "x".getBytes(StandardCharsets.UTF_8));
    FolderDriver folder = new FolderDriver(root, new LocalErrors("folder"));
    StorageKey key = StorageKey.of("f");
    fail(CallKind.STAT, Fault.EIO);
    assertThatStorageFailure(() -> folder.stat(key, CALL)).isNotApplied(Kind.UNAVAILABLE);
    fail(CallKind.OPEN, Fault.EMFILE);
    assertThatStorageFailure(() -> folder.get(key, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.OVERLOADED);
    fail(CallKind.LIST, Fault.EIO);
    assertThatStorageFailure(() -> folder.list(new ListQuery("", false, "", 9), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    assertThatStorageFailure(() -> folder.put(key, CONTENT, UploadOptions.defaults(), CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThatStorageFailure(() -> folder.delete(key, WriteCondition.any(), CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThatStorageFailure(() -> folder.copy(key, KEY, CopyOptions.defaults(), CALL))
        .isNotApplied(Kind.READ_ONLY);
  }

  private LocalDriver open(Set<Path> openRoots) {
    return StoreOpening.driver(
        LocalStorage.builder(root).lockWait(Duration.ZERO),
        LocalStores.environment(),
        openRoots,
        () -> {});
  }

  private void fail(CallKind kind, Fault fault) {
    disk.failures().failNth(1, IoCall.ofKind(kind), fault);
  }
}
