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
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a large directory come from one reading of it, unless something was added. */
final class DirectoryWindowsTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final int KEYS = 2_500;

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final LocalDriver driver =
      LocalStores.open(
          LocalStorage.builder(disk.root().resolve("store")).durability(Durability.NONE));

  @BeforeEach
  void fill() {
    for (int i = 0; i < KEYS; i++) {
      put("k%05d".formatted(i));
    }
  }

  @Test
  void list_manyPagesOfOneDirectory_readItOnce() {
    long before = disk.calls(CallKind.LIST);
    List<String> keys = new ArrayList<>();
    String after = "";
    ListPage page;
    do {
      page = page(after, 100);
      page.entries().forEach(entry -> keys.add(((ListCursor.Item) entry).key().value()));
      after = keys.get(keys.size() - 1);
    } while (!page.last());
    assertThat(keys).hasSize(KEYS).isSorted().doesNotHaveDuplicates();
    assertThat(disk.calls(CallKind.LIST) - before).isEqualTo(1);
  }

  @Test
  void list_keyAddedOrDeletedBetweenPages_isSeenOrGone() {
    page("", 100);
    put("k00100a");
    driver.delete(StorageKey.of("k00101"), WriteCondition.any(), CALL);
    assertThat(page("k00099", 3).entries())
        .extracting(entry -> ((ListCursor.Item) entry).key().value())
        .containsExactly("k00100", "k00100a", "k00102");
  }

  @Test
  void list_againFromTheBeginning_seesWhatWasAddedBefore() {
    page("", 100);
    page("k01000", 100);
    put("a");
    assertThat(page("", 1).entries())
        .extracting(entry -> ((ListCursor.Item) entry).key().value())
        .containsExactly("a");
  }

  @Test
  void read_nameAddedWhileTheDirectoryIsRead_isSeenNextTime() throws IOException {
    Path directory = disk.root().resolve("store");
    List<DirectoryWindows> windows = new ArrayList<>();
    windows.add(
        new DirectoryWindows(
            (at, prefix, from, inclusive) -> {
              NameWindow read = DirectoryNames.read(at, prefix, from, inclusive, NameWindow.LIMIT);
              put("k00100a");
              windows.get(0).added(directory);
              return read;
            }));
    assertThat(windows.get(0).read(directory, "", "k00100", false).names()).startsWith("k00101");
    assertThat(windows.get(0).read(directory, "", "k00100", false).names())
        .startsWith("k00100a", "k00101");
  }

  @Test
  void read_fromTheTextBehindWhichAWindowBegins_hasThatText() throws IOException {
    Path directory = disk.root().resolve("store");
    DirectoryWindows windows = new DirectoryWindows();
    assertThat(windows.read(directory, "", "k00100", false).names().get(0)).isEqualTo("k00101");
    assertThat(windows.read(directory, "", "k00100", true).names().get(0)).isEqualTo("k00100");
    assertThat(windows.read(directory, "", "k00200", false).names().get(0)).isEqualTo("k00201");
    assertThat(windows.read(directory, "", "k00050", true).names().get(0)).isEqualTo("k00050");
  }

  @Test
  void list_pagesOfAPrefixInALargeDirectory_readItOnceAndLookAtTheirKeysAlone() {
    long lists = disk.calls(CallKind.LIST);
    long looks = disk.calls(CallKind.ATTRIBUTES);
    List<String> keys = new ArrayList<>();
    ListPage page;
    do {
      String after = keys.isEmpty() ? "" : keys.get(keys.size() - 1);
      page = driver.list(new ListQuery("k007", false, after, 10), CALL);
      keys.addAll(DirectoryWindowsTest.keys(page));
    } while (!page.last());
    assertThat(keys).hasSize(100).isSorted().allMatch(key -> key.startsWith("k007"));
    assertThat(disk.calls(CallKind.LIST) - lists).isEqualTo(1);
    assertThat(disk.calls(CallKind.ATTRIBUTES) - looks)
        .as("one more than each page")
        .isEqualTo(109);
  }

  @Test
  void list_prefixBehindThatOfAKeptWindow_readsNothing() {
    assertThat(keys(driver.list(new ListQuery("k00", false, "", 1), CALL)))
        .containsExactly("k00000");
    long before = disk.calls(CallKind.LIST);
    assertThat(keys(driver.list(new ListQuery("k0099", false, "", 20), CALL)))
        .hasSize(10)
        .startsWith("k00990")
        .endsWith("k00999");
    assertThat(driver.list(new ListQuery("k00x", false, "", 20), CALL).entries()).isEmpty();
    assertThat(disk.calls(CallKind.LIST) - before).isZero();
  }

  @Test
  void list_prefixWithinAKeptWindowThatIsNotTheLast_endsWhereItEnds() throws IOException {
    StoreKeys keys = ListingTrees.store(disk.root().resolve("store"), 200);
    assertThat(keys(KeyWalker.page(keys, new ListQuery("", false, "", 1), CALL))).hasSize(1);
    long before = disk.calls(CallKind.LIST);
    assertThat(keys(KeyWalker.page(keys, new ListQuery("k0001", false, "", 20), CALL)))
        .hasSize(10)
        .endsWith("k00019");
    assertThat(keys(KeyWalker.page(keys, new ListQuery("k0001x", false, "", 20), CALL))).isEmpty();
    assertThat(disk.calls(CallKind.LIST) - before).isZero();
  }

  @Test
  void list_manySmallWindows_readTheDirectoryOncePerWindow() throws IOException {
    StoreKeys keys = ListingTrees.store(disk.root().resolve("store"), 1_000);
    long before = disk.calls(CallKind.LIST);
    int found = 0;
    String after = "";
    ListPage page;
    do {
      page = KeyWalker.page(keys, new ListQuery("", false, after, 100), CALL);
      found += page.entries().size();
      after = keys(page).get(page.entries().size() - 1);
    } while (!page.last());
    assertThat(found).isEqualTo(KEYS);
    assertThat(disk.calls(CallKind.LIST) - before).isEqualTo(3);
  }

  @Test
  void list_inTurnFromSeveralPlaces_readsForEachOnce() throws IOException {
    StoreKeys keys = ListingTrees.store(disk.root().resolve("store"), 200);
    String[] places = {"k00100", "k00600", "k01100", "k01600"};
    long before = disk.calls(CallKind.LIST);
    for (int round = 0; round < 10; round++) {
      for (String place : places) {
        ListQuery query = new ListQuery("", false, place + round, 10);
        assertThat(KeyWalker.page(keys, query, CALL).entries()).hasSize(10);
      }
    }
    assertThat(disk.calls(CallKind.LIST) - before).isEqualTo(places.length);
  }

  @Test
  void keep_moreNamesThanAllowed_dropsWhatWasUsedLeast() throws IOException {
    Path directory = disk.root();
    KeptWindows kept = new KeptWindows();
    List<String> names = Collections.nCopies(NameWindow.LIMIT, "a");
    NameWindow window = new NameWindow(names, true, NameWindow.LIMIT);
    List<KeptWindows.Range> ranges = new ArrayList<>();
    for (String name : new String[] {"1", "2", "3"}) {
      ranges.add(new KeptWindows.Range(directory.resolve(name), "", "", true));
    }
    kept.keep(ranges.get(0), 0, window);
    kept.keep(ranges.get(1), 0, window);
    assertThat(kept.find(ranges.get(0), 0)).isNotNull();
    kept.keep(ranges.get(2), 0, window);
    assertThat(kept.find(ranges.get(1), 0)).isNull();
    assertThat(kept.find(ranges.get(0), 0)).isNotNull();
    assertThat(kept.find(ranges.get(2), 1)).as("another version").isNull();
    assertThat(kept.find(ranges.get(2), 0)).as("given up with it").isNull();
  }

  @Test
  void keep_manySmallWindows_isBounded() {
    KeptWindows kept = new KeptWindows();
    NameWindow window = new NameWindow(List.of(), true, 2_000);
    List<KeptWindows.Range> ranges = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      ranges.add(new KeptWindows.Range(disk.root().resolve("d" + i), "", "", true));
      kept.keep(ranges.get(i), 0, window);
    }
    assertThat(kept.find(ranges.get(0), 0)).isNull();
    assertThat(kept.find(ranges.get(1), 0)).isNotNull();
  }

  @Test
  void list_deletedPageByPage_doesNotLookForWhatIsGoneForEver() {
    long before = disk.calls(CallKind.STAT);
    int deleted = 0;
    ListPage page;
    do {
      page = page("", 50);
      for (String key : keys(page)) {
        driver.delete(StorageKey.of(key), WriteCondition.any(), CALL);
        deleted++;
      }
    } while (!page.entries().isEmpty());
    assertThat(deleted).isEqualTo(KEYS);
    assertThat(disk.calls(CallKind.STAT) - before)
        .as("looks for 50 pages of 50")
        .isLessThan(12L * KEYS);
  }

  private static List<String> keys(ListPage page) {
    return page.entries().stream().map(entry -> ((ListCursor.Item) entry).key().value()).toList();
  }

  private ListPage page(String after, int limit) {
    return driver.list(new ListQuery("", false, after, limit), CALL);
  }

  private void put(String key) {
    driver.put(
        StorageKey.of(key),
        Content.ofBytes(key.getBytes(StandardCharsets.UTF_8)),
        UploadOptions.defaults(),
        CALL);
  }
}
