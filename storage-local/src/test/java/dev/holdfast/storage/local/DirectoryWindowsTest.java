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
  void read_fromTheTextBehindWhichAWindowBegins_hasThatText() throws IOException {
    Path directory = disk.root().resolve("store");
    DirectoryWindows windows = new DirectoryWindows();
    assertThat(windows.read(directory, "k00100", false).names().get(0).text()).isEqualTo("k00101");
    assertThat(windows.read(directory, "k00100", true).names().get(0).text()).isEqualTo("k00100");
    assertThat(windows.read(directory, "k00200", false).names().get(0).text()).isEqualTo("k00201");
    assertThat(windows.read(directory, "k00050", true).names().get(0).text()).isEqualTo("k00050");
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
