// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.ListPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings page by page, with tokens that lead back to any place. */
class ListCursorTest {

  private static final List<String> KEYS =
      List.of("a", "b/1", "b/2", "b/c/3", "b0", "c", "\uffff/x", "\ud83d\ude00");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final FileStorage storage =
      Pipeline.around(driver).name("front").observer(recorder).build();

  @BeforeEach
  void upload() {
    for (String key : KEYS) {
      storage.upload(StorageKey.of(key), Content.ofBytes(new byte[3]));
    }
    recorder.lines.clear();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 1000})
  void list_withAnyPageSize_givesEachEntryOnceInOrder(int pageSize) {
    assertThat(entries(ListRequest.builder().pageSize(pageSize).build())).isEqualTo(KEYS);
    assertThat(entries(ListRequest.builder().grouped(true).pageSize(pageSize).build()))
        .containsExactly("a", "b/", "b0", "c", "\uffff/", "\ud83d\ude00");
    assertThat(entries(ListRequest.builder().prefix("b/").grouped(true).pageSize(pageSize).build()))
        .containsExactly("b/1", "b/2", "b/c/");
    assertThat(entries(ListRequest.ofPrefix("absent"))).isEmpty();
  }

  @Test
  void list_isLazyAndEachPageIsReported() {
    try (ListCursor cursor = storage.list(ListRequest.builder().pageSize(3).build())) {
      assertThat(recorder.lines).isEmpty();
      for (int entry = 0; entry < 3; entry++) {
        cursor.next();
      }
      assertThat(recorder.lines).containsExactly("front list");
      cursor.next();
      assertThat(recorder.lines).containsExactly("front list", "front list");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void token_afterEachEntry_leadsToTheNext(boolean grouped) {
    ListRequest request = ListRequest.builder().grouped(grouped).pageSize(2).build();
    List<String> all = entries(request);
    try (ListCursor cursor = storage.list(request)) {
      assertThat(cursor.token()).isEmpty();
      for (int entry = 1; entry <= all.size(); entry++) {
        cursor.next();
        String token = cursor.token().orElseThrow();
        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(entries(request.toBuilder().token(token).build()))
            .isEqualTo(all.subList(entry, all.size()));
      }
      assertThat(cursor.hasNext()).isFalse();
      assertThat(cursor.token()).isPresent();
      assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void list_withTokenFromElsewhere_isRefused() {
    byte[] cutCharacter = {1, (byte) 0xf0, (byte) 0x9f};
    List<String> malformed =
        List.of(
            "",
            "!",
            "AQ",
            encoded(new byte[0]),
            encoded(new byte[] {2, 'a'}),
            encoded(cutCharacter));
    for (String token : malformed) {
      expectRefused(ListRequest.builder().token(token).build());
    }
    expectRefused(ListRequest.builder().prefix("b/").token(ListToken.of("a")).build());
    expectRefused(ListRequest.builder().token(ListToken.of("b/")).build());
    expectRefused(ListRequest.builder().grouped(true).token(ListToken.of("b/1")).build());
  }

  @Test
  void token_ofAnyText_roundTrips() {
    for (String key : KEYS) {
      assertThat(ListToken.entry(ListToken.of(key))).contains(key);
    }
    assertThat(ListToken.entry(encoded("\u0001key".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Optional.of("key"));
  }

  @Test
  void next_pageFails_standsWhereItStood() {
    List<String> seen = new ArrayList<>();
    StorageException down = StorageException.builder(Kind.UNAVAILABLE).build();
    try (ListCursor cursor = storage.list(ListRequest.builder().pageSize(3).build())) {
      for (int entry = 0; entry < KEYS.size(); entry++) {
        if (entry % 3 == 0) {
          driver.before =
              () -> {
                throw down;
              };
          Optional<String> before = cursor.token();
          assertThatThrownBy(cursor::hasNext).isSameAs(down);
          assertThatThrownBy(cursor::next).isSameAs(down);
          assertThat(cursor.token()).isEqualTo(before);
          driver.before = () -> {};
        }
        seen.add(text(cursor.next()));
      }
      assertThat(cursor.hasNext()).isFalse();
    }
    assertThat(seen).isEqualTo(KEYS);
  }

  @Test
  void next_backendGoesInCircles_failsInsteadOfForever() {
    ListPage circle =
        new ListPage(
            List.of(new ListCursor.Item(StorageKey.of("a"), 1, "1", Instant.EPOCH)), false);
    driver.page = page -> circle;
    try (ListCursor cursor = storage.list("")) {
      cursor.next();
      assertThatStorageFailure(cursor::next).isNotApplied(Kind.UNAVAILABLE);
    }
  }

  @Test
  void items_areTheObjectsThatAreLeft() {
    try (ListCursor cursor =
        storage.list(ListRequest.builder().grouped(true).pageSize(2).build())) {
      cursor.next();
      assertThat(cursor.items().map(item -> item.key().value()))
          .containsExactly("b0", "c", "\ud83d\ude00");
    }
  }

  @Test
  void close_endsTheListing() {
    ListCursor cursor = storage.list("");
    cursor.next();
    cursor.close();
    cursor.close();
    assertThat(cursor.hasNext()).isFalse();
  }

  private List<String> entries(ListRequest request) {
    List<String> entries = new ArrayList<>();
    try (ListCursor cursor = storage.list(request)) {
      while (cursor.hasNext()) {
        assertThat(cursor.hasNext()).isTrue();
        entries.add(text(cursor.next()));
      }
    }
    return entries;
  }

  private void expectRefused(ListRequest request) {
    assertThatStorageFailure(() -> storage.list(request)).isNotApplied(Kind.INVALID_ARGUMENT);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(ListCursor.Entry entry) {
    return entry instanceof ListCursor.Item item
        ? item.key().value()
        : ((ListCursor.Prefix) entry).value();
  }
}
