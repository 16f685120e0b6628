// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random listings give what a driver in memory gives, while keys come and go between pages. */
final class ListingFuzzTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final int PROGRAMS = 30;
  private static final int LARGE_PROGRAMS = 5;
  private static final int STEPS = 120;
  private static final int FILLERS = 1_050;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final MovableClock clock = new MovableClock();
  private MemoryDriver expected = MemoryDriver.create();
  private CrashFileSystem disk = CrashFileSystem.builder().build();
  private List<String> keys = new ArrayList<>();

  @Test
  void list_randomStore_isWhatMemoryGives() throws IOException {
    for (int program = 0; program < PROGRAMS; program++) {
      begin(program);
      LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
      run(driver, key -> put(driver, key), key -> driver.delete(key, WriteCondition.any(), CALL));
      driver.close();
    }
  }

  @Test
  void list_randomStoreInTinyWindows_isWhatMemoryGives() throws IOException {
    for (int program = 0; program < PROGRAMS; program++) {
      begin(program);
      Path root = disk.root().resolve("store");
      LocalDriver driver = LocalStores.open(root);
      StoreKeys tiny = ListingTrees.store(root, 3);
      for (int step = 0; step < STEPS; step++) {
        put(driver, change(true));
        ListQuery query = query();
        compare(KeyWalker.page(tiny, query, CALL), query);
      }
      driver.close();
    }
  }

  @Test
  void list_largeDirectories_areKeptAndStillRight() throws IOException {
    begin(0);
    LocalDriver driver =
        LocalStores.open(
            LocalStorage.builder(disk.root().resolve("store")).durability(Durability.NONE));
    for (int i = 0; i < FILLERS; i++) {
      for (String base : new String[] {"m", "b/m", "b".repeat(255) + "/m"}) {
        StorageKey key = StorageKey.of(base + "%04d".formatted(i));
        put(driver, key);
        put(expected, key);
        keys.add(key.value());
      }
    }
    for (int program = 0; program < LARGE_PROGRAMS; program++) {
      run(driver, key -> put(driver, key), key -> driver.delete(key, WriteCondition.any(), CALL));
    }
  }

  @Test
  void list_randomFolder_isWhatMemoryGives() throws IOException {
    for (int program = 0; program < PROGRAMS; program++) {
      begin(program);
      Path folder = Files.createDirectory(disk.root().resolve("folder"));
      int fillers = program % 3 == 0 ? FILLERS : 0;
      for (int i = 0; i < fillers; i++) {
        StorageKey key = StorageKey.of("m%04d".formatted(i));
        Files.createFile(folder.resolve(key.value()));
        put(expected, key);
      }
      FolderDriver driver = new FolderDriver(folder, new LocalErrors("folder"), clock);
      run(driver, key -> create(folder, key), key -> remove(folder, key));
    }
  }

  private interface Change {
    void to(StorageKey key) throws IOException;
  }

  private void begin(int program) {
    disk = CrashFileSystem.builder().seed(seed + program).clock(clock).build();
    expected = MemoryDriver.create();
    keys = new ArrayList<>();
  }

  private void run(StorageDriver driver, Change put, Change delete) throws IOException {
    for (int step = 0; step < STEPS; step++) {
      clock.move(Duration.ofMillis(random.nextInt(2_000)));
      if (random.nextInt(3) > 0) {
        put.to(change(true));
      } else if (!keys.isEmpty()) {
        delete.to(change(false));
      }
      ListQuery query = query();
      compare(driver.list(query, CALL), query);
    }
    pageThrough(driver);
  }

  private StorageKey change(boolean add) {
    StorageKey key = StorageKey.of(add ? fresh() : keys.remove(random.nextInt(keys.size())));
    if (!add) {
      expected.delete(key, WriteCondition.any(), CALL);
      return key;
    }
    put(expected, key);
    if (!keys.contains(key.value())) {
      keys.add(key.value());
    }
    return key;
  }

  /** A key, none of whose directories is another key, as a folder needs it. */
  private String fresh() {
    while (true) {
      String key = RandomKeys.next(random);
      boolean conflict =
          keys.stream()
              .anyMatch(other -> other.startsWith(key + "/") || key.startsWith(other + "/"));
      if (!conflict && !key.contains("\u0000")) {
        return key;
      }
    }
  }

  private ListQuery query() {
    String prefix = random.nextInt(3) == 0 ? "" : cut(RandomKeys.next(random), some());
    boolean grouped = random.nextBoolean();
    String after =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> some();
          case 2 -> cut(some(), RandomKeys.next(random));
          default -> group(some(), prefix);
        };
    String behind = after.endsWith("/") ? group(after, prefix) : after;
    return new ListQuery(prefix, grouped, behind, 1 + random.nextInt(6));
  }

  /** The group that a key is in when those with a prefix are grouped, or the key. */
  private static String group(String key, String prefix) {
    int slash = key.indexOf('/', key.startsWith(prefix) ? prefix.length() : 0);
    return slash < 0 ? key : key.substring(0, slash + 1);
  }

  private String some() {
    return keys.isEmpty() ? "a/b" : keys.get(random.nextInt(keys.size()));
  }

  /** The beginning of one of two texts, not within a surrogate pair. */
  private String cut(String one, String other) {
    String text = random.nextInt(4) == 0 ? one : other;
    int end = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
    return text.substring(0, end);
  }

  private void pageThrough(StorageDriver driver) {
    boolean grouped = random.nextBoolean();
    String after = "";
    ListPage page;
    do {
      ListQuery query = new ListQuery("", grouped, after, 50);
      page = driver.list(query, CALL);
      compare(page, query);
      after = page.entries().isEmpty() ? "" : text(page.entries().get(page.entries().size() - 1));
    } while (!page.last());
  }

  private void compare(ListPage page, ListQuery query) {
    ListPage right = expected.list(query, CALL);
    assertThat(page.entries().stream().map(ListingFuzzTest::text).toList())
        .as("seed %d, %s, keys %s", seed, query, keys.size() > 200 ? "..." : new TreeSet<>(keys))
        .isEqualTo(right.entries().stream().map(ListingFuzzTest::text).toList());
    assertThat(page.last()).as("seed %d, %s, last", seed, query).isEqualTo(right.last());
  }

  private static String text(ListCursor.Entry entry) {
    return entry instanceof ListCursor.Item item
        ? item.key().value()
        : ((ListCursor.Prefix) entry).value();
  }

  private static void put(StorageDriver driver, StorageKey key) {
    driver.put(key, Content.ofBytes(new byte[] {1}), UploadOptions.defaults(), CALL);
  }

  private static void create(Path folder, StorageKey key) throws IOException {
    Path file = folder.resolve(key.value());
    Files.createDirectories(Root.parent(file));
    Files.write(file, new byte[] {1});
  }

  private static void remove(Path folder, StorageKey key) throws IOException {
    Path file = folder.resolve(key.value());
    Files.delete(file);
    for (Path at = Root.parent(file); !at.equals(folder); at = Root.parent(at)) {
      try {
        Files.delete(at);
      } catch (DirectoryNotEmptyException ignored) { // others are in it
        return;
      }
    }
  }
}
