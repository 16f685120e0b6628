// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.s3.S3Dialect;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Listings of servers that have an order of their own, and of objects that others wrote. */
final class ListingFaultsTest extends S3Fixture {

  @Test
  void list_pageInAnotherOrder_isSorted() {
    putAll("a", "b", "c/1", "c/2", "d");
    server.dialect(S3Stores.SMALL_PARTS.listing(S3Dialect.Listing.UNSORTED));
    assertThat(texts(page("", false, "", 10))).containsExactly("a", "b", "c/1", "c/2", "d");
    assertThat(texts(page("", true, "", 10))).containsExactly("a", "b", "c/", "d");
  }

  @Test
  void list_tokenThatLeadsNowhere_fails() {
    putForeign(5);
    server.dialect(S3Stores.SMALL_PARTS.listing(S3Dialect.Listing.STUCK));
    assertThatStorageFailure(() -> page("", false, "", 2)).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void list_serverOfTheFirstVersion_givesOnePageAndThenFails() {
    putAll("a", "b", "c", "d");
    server.dialect(S3Stores.SMALL_PARTS.listing(S3Dialect.Listing.FIRST_VERSION_ONLY));
    assertThat(texts(page("", false, "", 10))).containsExactly("a", "b", "c", "d");
    assertThat(texts(page("", false, "", 2))).containsExactly("a", "b");
    assertThatStorageFailure(() -> page("", false, "b", 2)).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void list_foreignNamesThatAreNoKeys_areNotShown() {
    S3Client client = driver.unwrap(S3Client.class).orElseThrow();
    for (String name : List.of("dir/", "a//b", "x/../y", "ok")) {
      client.putObject(put -> put.bucket(server.bucket()).key(name), RequestBody.fromString(name));
    }
    assertThat(texts(page("", false, "", 10))).containsExactly("ok");
    assertThat(texts(page("", true, "", 10))).containsExactly("a/", "dir/", "ok", "x/");
    assertThat(texts(page("a/", true, "", 10))).isEmpty();
  }

  @Test
  void list_manyForeignNames_goesOnUntilAnObject() {
    putForeign(5);
    putAll("z");
    ListPage page = page("", false, "", 2);
    assertThat(texts(page)).containsExactly("z");
    assertThat(page.last()).isTrue();
  }

  @Test
  void prefix_ofTheStorage_isNotSeen() {
    putAll("other", "app2/x");
    use(S3Stores.open(S3Stores.settings(server).prefix("app")));
    putAll("a", "d/b");
    assertThat(server.keys()).containsExactly("app/a", "app/d/b", "app2/x", "other");
    assertThat(texts(page("", true, "", 10))).containsExactly("a", "d/");
    assertThat(texts(page("", true, "d/", 10))).isEmpty();
    assertThat(texts(page("d", false, "a", 10))).containsExactly("d/b");
    assertThat(driver.stat(StorageKey.of("a"), CALL)).isPresent();
    StorageKey longest = StorageKey.of(String.join("/", Collections.nCopies(511, "k")));
    assertThatStorageFailure(() -> put(longest.child("k"), new byte[1], PLAIN))
        .isNotApplied(Kind.INVALID_KEY);
  }

  /** Names that end with a slash, as some programs write them for folders. */
  private void putForeign(int count) {
    S3Client client = driver.unwrap(S3Client.class).orElseThrow();
    for (int at = 0; at < count; at++) {
      String name = "dir" + at + "/";
      client.putObject(put -> put.bucket(server.bucket()).key(name), RequestBody.fromString(""));
    }
  }

  private void putAll(String... keys) {
    for (String key : keys) {
      put(StorageKey.of(key), new byte[1], PLAIN);
    }
  }

  private ListPage page(String prefix, boolean grouped, String after, int limit) {
    return driver.list(new ListQuery(prefix, grouped, after, limit), CALL);
  }

  private static List<String> texts(ListPage page) {
    return page.entries().stream()
        .map(
            entry ->
                entry instanceof ListCursor.Item item
                    ? item.key().value()
                    : ((ListCursor.Prefix) entry).value())
        .toList();
  }
}
