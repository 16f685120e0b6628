// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listings: order, prefixes, groups. Pages are in {@link PagingContract}. */
interface ListContract extends DriverTests {

  /** Keys on all sides of a slash in the order of bytes, none the prefix of another at a slash. */
  List<String> TREE =
      List.of(
          "a!b", "a-b", "a.txt", "a/1", "a/2", "a/b/1", "a/b/2", "a/bc/1", "a0", "ab", "b/x/y/z",
          "c");

  /** Compares texts as listings are ordered, by the definition: unsigned bytes of UTF-8. */
  Comparator<String> BY_BYTES =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  @Test
  default void list_emptyStore_isEmpty() {
    for (boolean grouped : List.of(false, true)) {
      assertThat(store().page("", grouped, "", 1000).entries()).isEmpty();
      assertThat(store().page("", grouped, "", 1000).last()).isTrue();
      assertThat(store().page("a/", grouped, "a/b", 1).last()).isTrue();
    }
  }

  @Test
  default void list_all_isInOrderOfBytes() {
    putTree();
    assertThat(store().list("")).isEqualTo(TREE);
  }

  @Test
  default void list_prefix_needNotEndAtSlash() {
    putTree();
    for (String prefix : List.of("a", "a/", "a/b", "a/b/", "a/b/1", "a.", "b/x/y", "c", "ab")) {
      assertThat(store().list(prefix))
          .as("prefix '%s'", prefix)
          .isEqualTo(TREE.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @Test
  default void list_prefixOfNothing_isEmpty() {
    putTree();
    for (String prefix : List.of("A", "a/b/3", "a/1/", "abc", "d", "/", "c/", "a//")) {
      assertThat(store().list(prefix)).as("prefix '%s'", prefix).isEmpty();
      assertThat(store().listGrouped(prefix)).as("prefix '%s', grouped", prefix).isEmpty();
    }
  }

  @Test
  default void list_prefixWithPatternCharacters_isPlainText() {
    putTree();
    for (String prefix : List.of("*", "?", "a*", "%", "_", "[a]", "a.t?t", ".*", "^a", "..", "~")) {
      assertThat(store().list(prefix)).as("prefix '%s'", prefix).isEmpty();
    }
  }

  @Test
  default void list_grouped_rollsUpBehindTheNextSlash() {
    putTree();
    assertThat(store().listGrouped(""))
        .containsExactly("a!b", "a-b", "a.txt", "a/", "a0", "ab", "b/", "c");
    assertThat(store().listGrouped("a")).containsExactly("a!b", "a-b", "a.txt", "a/", "a0", "ab");
    assertThat(store().listGrouped("a/")).containsExactly("a/1", "a/2", "a/b/", "a/bc/");
    assertThat(store().listGrouped("a/b")).containsExactly("a/b/", "a/bc/");
    assertThat(store().listGrouped("a/b/")).containsExactly("a/b/1", "a/b/2");
    assertThat(store().listGrouped("b/x")).containsExactly("b/x/");
    assertThat(store().listGrouped("c")).containsExactly("c");
  }

  @Test
  default void list_groups_areNotObjects() {
    putTree();
    for (ListCursor.Entry entry : store().walk("", true, "", 1000)) {
      String text = StoreUnderTest.text(entry);
      assertThat(entry instanceof ListCursor.Prefix)
          .as("'%s' is a group", text)
          .isEqualTo(text.endsWith("/"));
    }
  }

  @Test
  default void list_supplementaryCharacters_comeAfterAllOthers() {
    // In UTF-16 the first unit of U+1F600 is D83D, less than E000 and FFFD.
    List<String> keys = List.of("u-z", "u-\ud7ff", "u-\ue000", "u-\ufffd", "u-\ud83d\ude00");
    keys.forEach(key -> store().put(key, new byte[0]));
    assertThat(store().list("u-")).isEqualTo(keys);
    assertThat(StoreUnderTest.texts(store().walk("u-", false, "", 1))).isEqualTo(keys);
    assertThat(StoreUnderTest.texts(store().walk("u-", false, "u-\ufffd", 10)))
        .containsExactly("u-\ud83d\ude00");
  }

  @Test
  default void list_item_tellsWhatStatTells() {
    store().put("dir/item", Payload.plain(1234, 1), MetadataContract.OTHER);
    List<ListCursor.Entry> entries = store().walk("", false, "", 1000);
    ObjectInfo info = store().info("dir/item");
    assertThat(entries).hasSize(1);
    ListCursor.Item item = (ListCursor.Item) entries.get(0);
    assertThat(item.key()).isEqualTo(StorageKey.of("dir/item"));
    assertThat(item.sizeBytes()).isEqualTo(1234);
    assertThat(item.etag()).isEqualTo(info.etag());
    assertThat(item.modified()).isCloseTo(info.modified(), within(2, ChronoUnit.SECONDS));
  }

  @Test
  default void list_afterDelete_groupIsGoneWithItsLastKey() {
    putTree();
    store().delete("b/x/y/z");
    assertThat(store().listGrouped("")).doesNotContain("b/");
    assertThat(store().list("b")).isEmpty();
    store().delete("a/b/1");
    assertThat(store().listGrouped("a/")).contains("a/b/");
    store().delete("a/b/2");
    assertThat(store().listGrouped("a/")).containsExactly("a/1", "a/2", "a/bc/");
  }

  private void putTree() {
    // Written from the end: a driver that lists in the order of writes is found out.
    for (int at = TREE.size() - 1; at >= 0; at--) {
      store().put(TREE.get(at), new byte[] {(byte) at});
    }
  }
}
