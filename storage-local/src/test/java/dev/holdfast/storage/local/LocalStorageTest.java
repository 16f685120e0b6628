// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening, containment and layout, on the disk of this machine. */
final class LocalStorageTest {

  private static final StorageKey KEY = StorageKey.of("a/b.txt");
  private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void build_rootAbsent_makesItAndKeepsObjects() {
    Path root = directory.resolve("x").resolve("y");
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
    }
    try (FileStorage storage = store(root)) {
      assertThat(storage.download(KEY).readAllBytes(10)).isEqualTo(BYTES);
    }
  }

  @Test
  void upload_plainFile_isReadableByOtherTools() throws IOException {
    try (FileStorage storage = store(directory)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
    }
    byte[] onDisk = Files.readAllBytes(directory.resolve("a").resolve("_b.txt"));
    assertThat(new String(onDisk, StandardCharsets.UTF_8)).startsWith("hello");
  }

  @Test
  void build_nonEmptyUnmarkedDirectory_isRefusedWithAdvice() throws IOException {
    Files.write(directory.resolve("mine.txt"), BYTES);
    assertThatStorageFailure(() -> store(directory))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("readOnly");
    assertThat(directory.resolve("mine.txt")).exists();
    assertThat(directory.resolve(Root.CONTROL)).doesNotExist();
  }

  @Test
  void build_markerOfNewerVersion_isRefused() throws IOException {
    store(directory).close();
    Path marker = directory.resolve(Root.CONTROL).resolve("layout");
    Files.writeString(marker, Files.readString(marker).replace("version=1", "version=2"));
    assertThatStorageFailure(() -> store(directory))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("version=2");
  }

  @Test
  void build_markerDamaged_isRefused() throws IOException {
    store(directory).close();
    Files.writeString(directory.resolve(Root.CONTROL).resolve("layout"), "?");
    assertThatStorageFailure(() -> store(directory)).isNotApplied(Kind.CONFIGURATION);
  }

  @Test
  void build_copyWithoutAttributes_isRefused() throws IOException {
    store(directory).close();
    Path marker = directory.resolve(Root.CONTROL).resolve("layout");
    byte[] text = Files.readAllBytes(marker);
    if (!new String(text, StandardCharsets.US_ASCII).contains("attribute")) {
      return; // this disk has no attributes to lose
    }
    Files.delete(marker);
    Files.write(marker, text);
    assertThatStorageFailure(() -> store(directory))
        .isNotApplied(Kind.CONFIGURATION)
        .hasMessageContaining("extended attributes");
  }

  @Test
  void build_settingsWrong_listsAllProblems() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LocalStorage.builder(directory)
                    .lockWait(Duration.ofSeconds(-1))
                    .staleAfter(Duration.ofSeconds(-1))
                    .name(" ")
                    .build())
        .withMessageContaining("lockWait")
        .withMessageContaining("staleAfter")
        .withMessageContaining("name");
  }

  @Test
  void F43_secondStoreInThisProcess_isLockedAndFirstGoesOn() {
    try (FileStorage first = store(directory)) {
      assertThatStorageFailure(() -> store(directory)).isNotApplied(Kind.STORAGE_LOCKED);
      first.upload(KEY, Content.ofBytes(BYTES));
    }
    store(directory).close();
  }

  @Test
  void S13_filesAndDirectories_areTheOwnersAlone() throws IOException {
    try (FileStorage storage = store(directory.resolve("root"));
        UploadSession session = storage.beginUpload(StorageKey.of("s"))) {
      storage.upload(KEY, Content.ofBytes(BYTES));
      session.stream().write(1);
      try (Stream<Path> all = Files.walk(directory.resolve("root"))) {
        assertThat(all)
            .allSatisfy(
                path ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
    }
  }

  @Test
  void S13_rootThatOthersMayWrite_keepsItsModeAndWhatIsMadeIsPrivate() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
    }
    assertThat(modeOf(root)).isEqualTo("rwxrwxrwx");
    assertThat(modeOf(root.resolve(Root.CONTROL))).isEqualTo("rwx------");
    assertThat(modeOf(root.resolve("a"))).isEqualTo("rwx------");
    assertThat(modeOf(root.resolve("a").resolve("_b.txt"))).isEqualTo("rw-------");
  }

  @Test
  void S13_everythingOpenedToTheGroupByAVolumeMount_isStillAStore() throws IOException {
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.toList();
    }
    for (Path path : all) {
      String mode = Files.isDirectory(path) ? "rwxrwx---" : "rw-rw----";
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
    try (FileStorage storage = store(root)) {
      assertThat(storage.download(KEY).readAllBytes(10)).isEqualTo(BYTES);
      storage.upload(KEY, Content.ofBytes(BYTES));
    }
    assertThat(modeOf(root)).isEqualTo("rwxrwx---");
    assertThat(modeOf(root.resolve("a").resolve("_b.txt"))).isEqualTo("rw-------");
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void S10_linkToDirectory_isNotFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.write(outside.resolve("_secret"), BYTES);
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      Files.createSymbolicLink(root.resolve("link"), outside);
      StorageKey through = StorageKey.of("link/secret");
      assertThat(storage.stat(through)).isEmpty();
      assertThat(keys(storage)).isEmpty();
      assertThatStorageFailure(() -> storage.upload(through, Content.ofBytes(BYTES)))
          .hasOutcome(Outcome.NOT_APPLIED);
      storage.delete(through);
      assertThat(outside.resolve("_secret")).hasBinaryContent(BYTES);
    }
  }

  @Test
  void S10_linkInPlaceOfObject_isNotFollowedAndIsReplaced() throws IOException {
    Path outside = Files.write(directory.resolve("outside"), BYTES);
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      Files.createSymbolicLink(root.resolve("_x"), outside);
      StorageKey key = StorageKey.of("x");
      assertThat(storage.stat(key)).isEmpty();
      assertThatStorageFailure(() -> storage.download(key)).isNotApplied(Kind.NOT_FOUND);
      storage.upload(key, Content.ofBytes(new byte[] {9}));
      assertThat(storage.download(key).readAllBytes(5)).containsExactly(9);
      assertThat(outside).hasBinaryContent(BYTES);
    }
  }

  @Test
  void S12_pipeInRoot_isNoObjectAndNothingHangs() throws Exception {
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("_pipe").toString()).start();
      assertThat(mkfifo.waitFor()).isZero();
      assertThat(storage.stat(StorageKey.of("pipe"))).isEmpty();
      assertThat(keys(storage)).isEmpty();
      assertThatStorageFailure(() -> storage.download(StorageKey.of("pipe")))
          .isNotApplied(Kind.NOT_FOUND);
    }
  }

  @Test
  void stages_ofDeadProcess_areNeverListedAndSweptByAge() throws IOException {
    Path root = directory.resolve("root");
    store(root).close();
    Path stages = root.resolve(Root.CONTROL).resolve("stage");
    Path old = Files.write(stages.resolve("old"), BYTES);
    Path young = Files.write(stages.resolve("young"), BYTES);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    try (FileStorage storage = store(root)) {
      assertThat(keys(storage)).isEmpty();
      assertThat(old).doesNotExist();
      assertThat(young).exists();
    }
  }

  @Test
  void F42_wallClockJumps_openUploadIsNotSwept() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    MovableClock clock = new MovableClock();
    Environment environment = LocalStores.environment(clock);
    Stages stages =
        new Stages(
            new Root(disk.root()),
            clock,
            environment.random(),
            Duration.ofHours(1),
            new Gate(environment.waits()));
    Files.createDirectories(disk.root().resolve(Root.CONTROL).resolve("stage"));
    try (StageFile stage = stages.create()) {
      clock.move(Duration.ofHours(5));
      stages.sweep();
      assertThat(stage.path()).exists();
    }
  }

  @Test
  void delete_lastObjectOfDirectories_removesThemAndKeepsOthers() {
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      storage.upload(StorageKey.of("a/b/c"), Content.ofBytes(BYTES));
      storage.upload(StorageKey.of("a/d"), Content.ofBytes(BYTES));
      storage.delete(StorageKey.of("a/b/c"));
      assertThat(root.resolve("a").resolve("b")).doesNotExist();
      assertThat(root.resolve("a")).exists();
    }
  }

  @Test
  void stat_damagedFile_isIntegrityAndListingGoesOn() throws IOException {
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
      Files.write(root.resolve("a").resolve("_b.txt"), new byte[] {1});
      Files.write(root.resolve("a").resolve("_foreign"), BYTES);
      assertThatStorageFailure(() -> storage.download(KEY)).isNotApplied(Kind.INTEGRITY);
      assertThat(keys(storage)).containsExactly("a/b.txt", "a/foreign");
      storage.delete(KEY);
      assertThat(keys(storage)).containsExactly("a/foreign");
    }
  }

  @Test
  void copy_ofDamagedBytes_isIntegrityAndMakesNothing() throws IOException {
    Path root = directory.resolve("root");
    StorageKey target = StorageKey.of("copy");
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES));
      try (FileChannel file =
          FileChannel.open(root.resolve("a").resolve("_b.txt"), StandardOpenOption.WRITE)) {
        assertThat(file.write(ByteBuffer.wrap(new byte[] {1}))).isEqualTo(1);
      }
      assertThatStorageFailure(() -> storage.copy(KEY, target)).isNotApplied(Kind.INTEGRITY);
      assertThatStorageFailure(() -> storage.download(KEY).readAllBytes(10))
          .isNotApplied(Kind.INTEGRITY);
      assertThat(storage.stat(target)).isEmpty();
    }
  }

  @Test
  void upload_recordTooLargeForAttribute_isKeptInTrailer() {
    UploadOptions.Builder options = UploadOptions.builder().metadata("m", "x".repeat(2_000));
    for (int i = 0; i < 8; i++) {
      options.tag("t" + i, "y".repeat(250));
    }
    Path root = directory.resolve("root");
    try (FileStorage storage = store(root)) {
      storage.upload(KEY, Content.ofBytes(BYTES), options.build());
      ObjectInfo info = storage.stat(KEY).orElseThrow();
      assertThat(info.metadata()).containsEntry("m", "x".repeat(2_000));
      assertThat(info.tags()).hasSize(8);
      assertThat(storage.download(KEY).readAllBytes(10)).isEqualTo(BYTES);
    }
  }

  @Test
  void list_hundredOfManyDirectories_opensOnlyTheirs() {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
    for (int i = 0; i < 300; i++) {
      driver.put(
          StorageKey.of("p%03d/x".formatted(i)),
          Content.ofBytes(BYTES),
          UploadOptions.defaults(),
          CallContext.unbounded());
    }
    long before = disk.calls(CallKind.LIST);
    assertThat(
            driver.list(new ListQuery("p150/", false, "", 100), CallContext.unbounded()).entries())
        .hasSize(1);
    assertThat(disk.calls(CallKind.LIST) - before)
        .as("the root and the one directory")
        .isLessThanOrEqualTo(2);
  }

  static List<String> keys(FileStorage storage) {
    List<String> keys = new ArrayList<>();
    try (ListCursor cursor = storage.list("")) {
      for (Iterator<ListCursor.Item> items = cursor.items().iterator(); items.hasNext(); ) {
        keys.add(items.next().key().value());
      }
    }
    return keys;
  }

  private static FileStorage store(Path root) {
    return LocalStorage.builder(root).durability(Durability.NONE).lockWait(Duration.ZERO).build();
  }
}
