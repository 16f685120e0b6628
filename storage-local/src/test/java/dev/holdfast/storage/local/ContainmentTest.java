// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing outside the root is read or written, whatever is planted inside; on the disk of this
 * machine.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ContainmentTest {

  private static final byte[] INSIDE = "inside".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECRET = "outside".getBytes(StandardCharsets.UTF_8);
  private static final StorageKey KEY = StorageKey.of("a/b/k");
  private static final int SWAPS = 2_000;

  @TempDir private Path directory;
  private Path root;
  private Path outside;
  private Path secret;

  @BeforeEach
  void prepare() throws IOException {
    root = directory.resolve("data");
    outside = Files.createDirectory(directory.resolve("data-evil"));
    secret = Files.write(outside.resolve("_k"), SECRET);
    Files.write(outside.resolve("k"), SECRET);
    Files.createDirectory(outside.resolve("b"));
    Files.write(outside.resolve("b").resolve("_k"), SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../", "../data-evil/", "..", "-evil/", "data-evil/", "/data-evil/"})
  void S10_siblingThatSharesTheNameOfTheRoot_isNotReached(String prefix) throws IOException {
    Files.createDirectory(root);
    try (FileStorage plain = LocalStorage.readOnly(root)) {
      assertThat(count(plain, prefix)).isZero();
    }
    try (FileStorage storage = store()) {
      assertThat(count(storage, prefix)).isZero();
      StorageKey twin = StorageKey.of("data-evil/k");
      assertThat(storage.stat(twin)).isEmpty();
      storage.upload(twin, Content.ofBytes(INSIDE));
      assertThat(root.resolve("data-evil").resolve("_k")).hasBinaryContent(INSIDE);
    }
    assertOutsideUntouched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b"})
  void S10_linkPlantedBeforeTheDirectoryWasUsed_isNeverFollowed(String place) throws IOException {
    try (FileStorage storage = store()) {
      Files.createDirectories(root.resolve(place).getParent());
      Files.createSymbolicLink(root.resolve(place), outside);
      assertNotSeen(storage);
      assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(INSIDE)))
          .hasOutcome(Outcome.NOT_APPLIED);
      storage.delete(KEY);
    }
    assertOutsideUntouched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b"})
  void S10_linkPlantedInPlaceOfADirectoryInUse_isNeverFollowed(String place) throws IOException {
    try (FileStorage storage = store()) {
      storage.upload(KEY, Content.ofBytes(INSIDE));
      assertThat(storage.stat(KEY)).isPresent();
      Path aside = directory.resolve("aside");
      Files.move(root.resolve(place), aside);
      Files.createSymbolicLink(root.resolve(place), outside);
      assertNotSeen(storage);
      assertThatStorageFailure(() -> storage.upload(KEY, Content.ofBytes(INSIDE)))
          .hasOutcome(Outcome.NOT_APPLIED);
      storage.delete(KEY);
      // A true object of the store is not seen through a link either.
      Files.delete(root.resolve(place));
      Files.createSymbolicLink(root.resolve(place), aside);
      assertNotSeen(storage);
      Files.delete(root.resolve(place));
      Files.move(aside, root.resolve(place));
      assertThat(storage.download(KEY).readAllBytes(9)).isEqualTo(INSIDE);
    }
    assertOutsideUntouched();
  }

  @Test
  void S10_linkPlantedInPlaceOfAnObject_isReplacedNotFollowed() throws IOException {
    try (FileStorage storage = store()) {
      storage.upload(KEY, Content.ofBytes(INSIDE));
      Path file = root.resolve("a").resolve("b").resolve("_k");
      Files.delete(file);
      Files.createSymbolicLink(file, secret);
      assertNotSeen(storage);
      storage.upload(KEY, Content.ofBytes(INSIDE));
      assertThat(Files.isSymbolicLink(file)).isFalse();
      Files.delete(file);
      Files.createSymbolicLink(file, secret);
      storage.delete(KEY);
      assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
    assertOutsideUntouched();
  }

  @Test
  void S10_linksInAPlainFolder_areNotFollowed() throws IOException {
    Files.createDirectories(root.resolve("c"));
    Files.createSymbolicLink(root.resolve("k"), secret);
    Files.createSymbolicLink(root.resolve("a"), outside);
    Files.createSymbolicLink(root.resolve("c").resolve("b"), outside.resolve("b"));
    try (FileStorage storage = LocalStorage.readOnly(root)) {
      assertThat(LocalStorageTest.keys(storage)).isEmpty();
      for (String key : List.of("k", "a/k", "a/b/_k", "c/b/_k")) {
        assertThat(storage.stat(StorageKey.of(key))).as(key).isEmpty();
        assertThatStorageFailure(() -> storage.download(StorageKey.of(key)))
            .isNotApplied(Kind.NOT_FOUND);
      }
    }
  }

  /**
   * Who may write inside the root is trusted, since the JDK cannot open, link and move relative to
   * an open directory. So a writer that meets a swap in the middle may be misled; a reader never
   * gives out what no store has written, and what was stored before is whole afterwards.
   */
  @Test
  void S10_directorySwappedForALinkDuringCalls_givesNothingAwayAndLosesNothing() throws Exception {
    long seed = System.nanoTime();
    StorageKey kept = StorageKey.of("kept/k");
    try (FileStorage storage = store()) {
      storage.upload(KEY, Content.ofBytes(INSIDE));
      storage.upload(kept, Content.ofBytes(INSIDE));
      AtomicLong calls = new AtomicLong();
      CompletableFuture<Void> swapper =
          CompletableFuture.runAsync(() -> swap(new Random(seed), calls));
      Random random = new Random(seed + 1);
      Set<Optional<Kind>> answers = new HashSet<>();
      while (!swapper.isDone()) {
        answers.add(attempt(() -> readInTheMiddle(storage, random, seed)));
        calls.incrementAndGet();
      }
      swapper.get(1, TimeUnit.SECONDS);
      assertThat(answers).contains(Optional.empty(), Optional.of(Kind.NOT_FOUND));
      assertThat(storage.download(KEY).readAllBytes(9)).as("seed %d", seed).isEqualTo(INSIDE);
      assertThat(storage.download(kept).readAllBytes(9)).isEqualTo(INSIDE);
      assertThat(LocalStorageTest.keys(storage)).containsExactly(KEY.value(), kept.value());
    }
    assertOutsideUntouched();
    store().close();
  }

  @Test
  void S10_directorySwappedForALinkDuringWrites_losesNothingThatWasStored() throws Exception {
    long seed = System.nanoTime();
    StorageKey written = StorageKey.of("a/w");
    try (FileStorage storage = store()) {
      storage.upload(KEY, Content.ofBytes(INSIDE));
      AtomicLong calls = new AtomicLong();
      int acknowledged = 0;
      CompletableFuture<Void> swapper =
          CompletableFuture.runAsync(() -> swap(new Random(seed), calls));
      while (!swapper.isDone()) {
        Optional<Kind> upload = attempt(() -> storage.upload(written, Content.ofBytes(INSIDE)));
        Optional<Kind> delete = attempt(() -> storage.delete(written));
        acknowledged += upload.isEmpty() && delete.isEmpty() ? 1 : 0;
        calls.incrementAndGet();
      }
      swapper.get(1, TimeUnit.SECONDS);
      assertThat(acknowledged).as("seed %d", seed).isPositive();
      assertThat(storage.download(KEY).readAllBytes(9)).as("seed %d", seed).isEqualTo(INSIDE);
      storage.upload(written, Content.ofBytes(INSIDE));
      assertThat(storage.download(written).readAllBytes(9)).isEqualTo(INSIDE);
      assertThat(root.resolve(Root.CONTROL).resolve("stage")).isEmptyDirectory();
    }
    Files.deleteIfExists(outside.resolve("_w")); // of a writer that was misled
    assertOutsideUntouched();
  }

  @Test
  void S12_pipesAndDevices_areNoObjectsAndNothingHangs() throws Exception {
    try (FileStorage storage = store()) {
      make("mkfifo", root.resolve("_k").toString());
      make("mkfifo", root.resolve("d").toString());
      StorageKey key = StorageKey.of("k");
      assertThat(storage.stat(key)).isEmpty();
      assertThat(LocalStorageTest.keys(storage)).isEmpty();
      assertThatStorageFailure(() -> storage.download(key)).isNotApplied(Kind.NOT_FOUND);
      assertThatStorageFailure(() -> storage.copy(key, KEY)).isNotApplied(Kind.NOT_FOUND);
      assertThat(storage.stat(StorageKey.of("d/k"))).isEmpty();
      assertThat(storage.stat(StorageKey.of("d/e/k"))).isEmpty();
      assertThatStorageFailure(() -> storage.upload(StorageKey.of("d/k"), Content.ofBytes(INSIDE)))
          .hasOutcome(Outcome.NOT_APPLIED);
      storage.upload(key, Content.ofBytes(INSIDE));
      assertThat(storage.download(key).readAllBytes(9)).isEqualTo(INSIDE);
    }
  }

  @Test
  void S12_pipesInAPlainFolder_areNoObjectsAndNothingHangs() throws Exception {
    Files.createDirectory(root);
    make("mkfifo", root.resolve("k").toString());
    try (FileStorage storage = LocalStorage.readOnly(root)) {
      assertThat(LocalStorageTest.keys(storage)).isEmpty();
      assertThat(storage.stat(StorageKey.of("k"))).isEmpty();
      assertThatStorageFailure(() -> storage.download(StorageKey.of("k")))
          .isNotApplied(Kind.NOT_FOUND);
    }
  }

  @Test
  void S12_pipeInPlaceOfTheLock_isConfigurationAndNothingHangs() throws Exception {
    store().close();
    Path lock = root.resolve(Root.CONTROL).resolve("lock");
    Files.delete(lock);
    make("mkfifo", lock.toString());
    assertThatStorageFailure(this::store).isNotApplied(Kind.CONFIGURATION);
  }

  @Test
  void S12_deviceInRoot_isNoObject() throws Exception {
    try (FileStorage storage = store()) {
      Process mknod =
          new ProcessBuilder("mknod", root.resolve("_zero").toString(), "c", "1", "5").start();
      assumeTrue(mknod.waitFor() == 0, "this user can make devices");
      assertThat(storage.stat(StorageKey.of("zero"))).isEmpty();
      assertThat(LocalStorageTest.keys(storage)).isEmpty();
      assertThatStorageFailure(() -> storage.download(StorageKey.of("zero")))
          .isNotApplied(Kind.NOT_FOUND);
    }
  }

  @Test
  void S12_hardLinkToAFileOutside_isDamagedAndTheFileIsNeitherReadNorWritten() throws IOException {
    try (FileStorage storage = store()) {
      Files.createLink(root.resolve("_k"), secret);
      StorageKey key = StorageKey.of("k");
      assertThatStorageFailure(() -> storage.download(key)).isNotApplied(Kind.INTEGRITY);
      assertThatStorageFailure(() -> storage.copy(key, KEY)).isNotApplied(Kind.INTEGRITY);
      storage.upload(key, Content.ofBytes(INSIDE));
      assertThat(secret).hasBinaryContent(SECRET);
      Files.delete(root.resolve("_k"));
      Files.createLink(root.resolve("_k"), secret);
      storage.delete(key);
    }
    assertOutsideUntouched();
  }

  private FileStorage store() {
    return LocalStorage.builder(root).durability(Durability.NONE).lockWait(Duration.ZERO).build();
  }

  private static void assertNotSeen(FileStorage storage) {
    assertThat(storage.stat(KEY)).isEmpty();
    assertThat(storage.exists(KEY)).isFalse();
    assertThatStorageFailure(() -> storage.download(KEY)).isNotApplied(Kind.NOT_FOUND);
    assertThatStorageFailure(() -> storage.copy(KEY, StorageKey.of("copy")))
        .isNotApplied(Kind.NOT_FOUND);
    assertThat(LocalStorageTest.keys(storage)).isEmpty();
    assertThat(count(storage, "a/b/")).isZero();
    assertThat(count(storage, "a/")).isZero();
  }

  private static int count(FileStorage storage, String prefix) {
    int found = 0;
    for (boolean grouped : new boolean[] {false, true}) {
      ListRequest request = ListRequest.builder().prefix(prefix).grouped(grouped).build();
      try (ListCursor cursor = storage.list(request)) {
        while (cursor.hasNext()) {
          cursor.next();
          found++;
        }
      }
    }
    return found;
  }

  private void assertOutsideUntouched() throws IOException {
    try (Stream<Path> all = Files.walk(outside)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(3);
    }
    assertThat(secret).hasBinaryContent(SECRET);
    assertThat(outside.resolve("b").resolve("_k")).hasBinaryContent(SECRET);
  }

  /** Swaps the directory for a link and back, each time after some calls or none. */
  private void swap(Random random, AtomicLong calls) {
    Path place = root.resolve("a");
    Path aside = directory.resolve("aside");
    for (int i = 0; i < SWAPS; i++) {
      quietly(() -> Files.move(place, aside));
      quietly(() -> Files.createSymbolicLink(place, outside));
      pause(random, calls);
      restore(aside, place);
      pause(random, calls);
    }
  }

  /** Moves the directory back over the link, or over what a writer made in the meantime. */
  private static void restore(Path aside, Path place) {
    while (Files.exists(aside)) {
      quietly(() -> Files.deleteIfExists(place.resolve("_w")));
      quietly(() -> Files.deleteIfExists(place));
      quietly(() -> Files.move(aside, place));
    }
  }

  private interface DiskCall {
    void make() throws IOException;
  }

  private static void quietly(DiskCall call) {
    try {
      call.make();
    } catch (IOException ignored) { // a writer was in the way
      return;
    }
  }

  private static void pause(Random random, AtomicLong calls) {
    long until = calls.get() + (random.nextInt(8) == 0 ? 1 : 0);
    for (int turns = random.nextInt(200); turns > 0 || calls.get() < until; turns--) {
      Thread.onSpinWait();
    }
  }

  private static void readInTheMiddle(FileStorage storage, Random random, long seed) {
    switch (random.nextInt(4)) {
      case 0 ->
          storage
              .stat(KEY)
              .ifPresent(info -> assertThat(info.sizeBytes()).as("seed %d", seed).isEqualTo(6));
      case 1 ->
          assertThat(storage.download(KEY).readAllBytes(9)).as("seed %d", seed).isEqualTo(INSIDE);
      case 2 -> assertThat(LocalStorageTest.keys(storage)).as("seed %d", seed).contains("kept/k");
      default ->
          assertThat(storage.copy(KEY, StorageKey.of("kept/k")).info().sizeBytes())
              .as("seed %d", seed)
              .isEqualTo(6);
    }
  }

  /** Makes a call that may fail as any call may, and gives the kind of failure. */
  private static Optional<Kind> attempt(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (StorageException e) {
      assertThat(e.kind())
          .isIn(
              Kind.NOT_FOUND,
              Kind.INTEGRITY,
              Kind.UNAVAILABLE,
              Kind.ACCESS_DENIED,
              Kind.CONFIGURATION);
      return Optional.of(e.kind());
    }
  }

  private static void make(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }
}
