// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listing reads and looks at, and what it leaves alone. */
final class KeyWalkerTest {

  private static final CallContext CALL = CallContext.unbounded();

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");
  private final LocalDriver driver = LocalStores.open(root);

  @Test
  void list_prefixWithDirectories_readsTheLastOfThemAlone() {
    for (int i = 0; i < 20; i++) {
      put("a/d%02d/x".formatted(i));
    }
    long before = disk.calls(CallKind.LIST);
    assertThat(list("a/d07/", false)).containsExactly("a/d07/x");
    assertThat(disk.calls(CallKind.LIST) - before).isEqualTo(1);
    assertThat(list("a/d30/", false)).isEmpty();
    assertThat(list("a/d07/x/", true)).isEmpty();
  }

  @Test
  void list_prefixThatLongNamesDoNotHave_doesNotOpenTheirDirectories() {
    for (int i = 0; i < 20; i++) {
      put("A".repeat(200) + i);
    }
    put("AB");
    long before = disk.calls(CallKind.LIST);
    assertThat(list("AB", false)).containsExactly("AB");
    assertThat(disk.calls(CallKind.LIST) - before).isEqualTo(1);
    assertThat(list("AA", true)).hasSize(9);
  }

  @Test
  void list_prefixThatNoKeyHas_leadsNowhere() throws IOException {
    Path folder = Files.createDirectory(disk.root().resolve("folder"));
    Path beside = Files.createDirectory(disk.root().resolve("beside"));
    Files.createFile(beside.resolve("_f"));
    Files.createFile(folder.resolve("f"));
    put("a/x");
    FolderDriver plain = new FolderDriver(folder, new LocalErrors("folder"));
    for (String prefix : List.of("../beside/", "../", "/", "a//", "./", "a/../", "~/", "\ud800/")) {
      for (boolean grouped : new boolean[] {false, true}) {
        ListQuery query = new ListQuery(prefix, grouped, "", 9);
        assertThat(driver.list(query, CALL).entries()).as(prefix).isEmpty();
        assertThat(plain.list(query, CALL).entries()).as(prefix).isEmpty();
      }
    }
  }

  @Test
  void list_grouped_looksIntoEachGroupUntilItFindsAnObject() throws IOException {
    for (int i = 0; i < 500; i++) {
      put("g/k%03d".formatted(i));
    }
    Counting counting = new Counting(ListingTrees.store(root, NameWindow.LIMIT));
    ListPage page = KeyWalker.page(counting, new ListQuery("", true, "", 9), CALL);
    assertThat(page.entries()).containsExactly(new ListCursor.Prefix("g/"));
    assertThat(counting.windows).as("of the root").isEqualTo(1);
    assertThat(counting.shown).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void list_timeIsUsedUp_isTimeout(boolean grouped) {
    for (int i = 0; i < 50; i++) {
      put("g/k%02d".formatted(i));
    }
    AtomicInteger asked = new AtomicInteger();
    CallContext call = () -> asked.incrementAndGet() > 2 ? Duration.ZERO : Duration.ofDays(1);
    ListQuery query = new ListQuery(grouped ? "" : "g/", grouped, "", 100);
    assertThat(driver.list(query, () -> Duration.ofDays(1)).entries()).isNotEmpty();
    if (grouped) {
      asked.set(1);
    }
    assertThatStorageFailure(() -> driver.list(query, call)).isNotApplied(Kind.TIMEOUT);
  }

  @Test
  void list_groupedDeepTree_hasOneDirectoryOpenAtATime() {
    put("a/".repeat(500) + "b");
    int[] most = new int[1];
    disk.onCall(call -> most[0] = Math.max(most[0], disk.openPaths().size()));
    int before = disk.openPaths().size();
    assertThat(list("", true)).containsExactly("a/");
    assertThat(most[0] - before).isLessThanOrEqualTo(1);
  }

  @Test
  void list_groupWithManyEmptyDirectories_isSearchedWhole() throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.createDirectories(root.resolve("g").resolve("%02d".formatted(i)).resolve("x"));
      Files.createDirectories(root.resolve("h").resolve("%02d".formatted(i)).resolve("x"));
    }
    Files.createDirectories(root.resolve("h").resolve("17").resolve("x").resolve("y"));
    put("h/17/x/y/z");
    assertThat(list("", true)).containsExactly("h/");
  }

  @Test
  void list_groupOfForeignFiles_isNotShown() throws IOException {
    Files.createFile(Files.createDirectory(root.resolve("%01")).resolve("_x"));
    Files.createFile(Files.createDirectory(root.resolve("g")).resolve("_%01"));
    Files.createFile(root.resolve("g").resolve("README"));
    Files.createDirectory(root.resolve("g").resolve("_y"));
    put("a");
    assertThat(list("", true)).containsExactly("a");
    assertThat(list("", false)).containsExactly("a");
  }

  @Test
  void list_foreignNames_areNotTakenForOthers() throws IOException {
    for (String name :
        List.of("README", "_%41", "_x.", "con", ".hidden", "_R", "_%2e", "_..", "%61", "_~a")) {
      Files.createFile(root.resolve(name));
    }
    assertThat(list("", false)).isEmpty();
    put("A");
    put("x.");
    assertThat(list("", false)).containsExactly("A", "x.");
  }

  @Test
  void list_directoryRemovedWhileItIsWalked_goesOn() throws IOException {
    put("a/b");
    put("c");
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LIST && call.path().endsWith("a")) {
            disk.onCall(later -> {});
            Files.delete(root.resolve("a").resolve("_b"));
            Files.delete(root.resolve("a"));
          }
        });
    assertThat(list("", false)).containsExactly("c");
  }

  private List<String> list(String prefix, boolean grouped) {
    return driver.list(new ListQuery(prefix, grouped, "", 9), CALL).entries().stream()
        .map(
            entry ->
                entry instanceof ListCursor.Item item
                    ? item.key().value()
                    : ((ListCursor.Prefix) entry).value())
        .toList();
  }

  private void put(String key) {
    driver.put(StorageKey.of(key), Content.ofBytes(new byte[] {1}), UploadOptions.defaults(), CALL);
  }

  /** Counts what a tree is asked for. */
  private static final class Counting implements KeyTree {

    private final KeyTree tree;
    private int windows;
    private int shown;

    private Counting(KeyTree tree) {
      this.tree = tree;
    }

    @Override
    public Path root() {
      return tree.root();
    }

    @Override
    public NameWindow names(Path directory, String prefix, String from, boolean inclusive)
        throws IOException {
      windows++;
      return tree.names(directory, prefix, from, inclusive);
    }

    @Override
    public void visit(Path directory, DirectoryNames.Visitor visitor) throws IOException {
      tree.visit(
          directory,
          name -> {
            shown++;
            return visitor.take(name);
          });
    }

    @Override
    public Optional<Path> directory(Path parent, String name) throws IOException {
      return tree.directory(parent, name);
    }

    @Override
    public Optional<ListCursor.Item> item(Path directory, String name, StorageKey key)
        throws IOException {
      return tree.item(directory, name, key);
    }

    @Override
    public void requireRoot() throws IOException {
      tree.requireRoot();
    }
  }
}
