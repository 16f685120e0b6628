// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.ListContract.BY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.spi.ListPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listings in pages, and where a page begins. */
interface PagingContract extends DriverTests {

  @Test
  default void list_inPages_isTheSameAsAtOnce() {
    ListContract.TREE.forEach(key -> store().put(key, new byte[0]));
    for (boolean grouped : List.of(false, true)) {
      for (String prefix : List.of("", "a", "a/", "a/b")) {
        List<String> atOnce = StoreUnderTest.texts(store().walk(prefix, grouped, "", 1000));
        for (int limit : List.of(1, 2, 3, 7)) {
          assertThat(StoreUnderTest.texts(store().walk(prefix, grouped, "", limit)))
              .as("prefix '%s', grouped %s, pages of %d", prefix, grouped, limit)
              .isEqualTo(atOnce);
        }
      }
    }
  }

  @Test
  default void list_afterAnyText_isWhatLiesBehindIt() {
    ListContract.TREE.forEach(key -> store().put(key, new byte[0]));
    List<String> afters = new ArrayList<>(ListContract.TREE);
    afters.addAll(List.of(" ", "a", "a/0", "a/1!", "a/b", "a/b0", "a1", "zz", "\ud83d\ude00"));
    for (String prefix : List.of("", "a", "a/", "b/x")) {
      List<String> all = store().list(prefix);
      for (String after : afters) {
        assertThat(StoreUnderTest.texts(store().walk(prefix, false, after, 3)))
            .as("prefix '%s' after '%s'", prefix, after)
            .isEqualTo(behind(all, after));
      }
    }
  }

  @Test
  default void list_groupedAfterAnyText_isWhatLiesBehindIt() {
    ListContract.TREE.forEach(key -> store().put(key, new byte[0]));
    List<String> inside = List.of("a/1", "a/b/2", "a/zz", "b/x/y/z");
    for (String prefix : List.of("", "a", "a/", "b/x")) {
      List<String> all = store().listGrouped(prefix);
      List<String> afters = new ArrayList<>(all);
      afters.addAll(inside);
      for (String after : afters) {
        assertThat(StoreUnderTest.texts(store().walk(prefix, true, after, 2)))
            .as("prefix '%s' grouped, after '%s'", prefix, after)
            .isEqualTo(behind(all, after));
      }
    }
  }

  @Test
  default void list_afterGroup_skipsAllOfIt() {
    IntStream.range(0, 30).forEach(n -> store().put("big/%02d".formatted(n), new byte[0]));
    store().put("big0", new byte[0]);
    store().put("big.", new byte[0]);
    assertThat(store().listGrouped("")).containsExactly("big.", "big/", "big0");
    ListPage page = store().page("", true, "big/", 10);
    assertThat(StoreUnderTest.texts(page.entries())).containsExactly("big0");
    assertThat(StoreUnderTest.texts(store().walk("", true, "", 1)))
        .containsExactly("big.", "big/", "big0");
  }

  /** More keys than a page may have, so that no driver can answer with one request. */
  @Test
  default void list_moreKeysThanAPageHas_isComplete() {
    int many = 1_050;
    List<String> keys =
        IntStream.range(0, many).mapToObj(n -> "m/%d".formatted(n * 11 % many)).toList();
    keys.forEach(key -> store().put(key, new byte[0]));
    List<String> sorted = keys.stream().sorted(BY_BYTES).toList();
    assertThat(store().list("")).isEqualTo(sorted);
    assertThat(StoreUnderTest.texts(store().walk("m/", false, "", 400))).isEqualTo(sorted);
    assertThat(store().listGrouped("")).containsExactly("m/");
    sorted.subList(100, 300).forEach(key -> store().delete(key));
    List<String> left = new ArrayList<>(sorted);
    left.subList(100, 300).clear();
    assertThat(StoreUnderTest.texts(store().walk("m/", false, "", 400))).isEqualTo(left);
  }

  @Test
  default void list_changedBetweenPages_seesWhatStaysExactlyOnce() {
    List<String> stay = IntStream.range(0, 20).mapToObj(n -> "k/%02d-stays".formatted(n)).toList();
    List<String> leave = IntStream.range(0, 20).mapToObj(n -> "k/%02d-goes".formatted(n)).toList();
    stay.forEach(key -> store().put(key, new byte[0]));
    leave.forEach(key -> store().put(key, new byte[0]));
    List<String> seen = new ArrayList<>();
    String after = "";
    for (int round = 0; ; round++) {
      ListPage page = store().page("k/", false, after, 3);
      seen.addAll(StoreUnderTest.texts(page.entries()));
      if (page.last()) {
        break;
      }
      after = seen.get(seen.size() - 1);
      store().delete(leave.get(round % leave.size()));
      store().delete(leave.get(leave.size() - 1 - round % leave.size()));
      store().put("k/%02d-comes".formatted(round), new byte[0]);
      store().put("k/%02d-comes".formatted(19 - round % 20), new byte[0]);
    }
    assertThat(seen).as("what a changing listing shows").containsAll(stay).doesNotHaveDuplicates();
    assertThat(seen).isSortedAccordingTo(BY_BYTES);
  }

  private static List<String> behind(List<String> all, String after) {
    return all.stream().filter(text -> BY_BYTES.compare(text, after) > 0).toList();
  }
}
