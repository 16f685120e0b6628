// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks through the pages of a listing, one in memory at a time; holds nothing of the driver. */
final class EngineListCursor implements ListCursor {

  private final ListRequest request;
  private final Function<ListQuery, ListPage> pages;
  private final Failures failures;
  private final String start;
  private List<Entry> page = List.of();
  private int next;
  private boolean last;
  private @Nullable String returned;

  /**
   * Stands where the request says.
   *
   * @param pages asks the driver
   * @throws dev.holdfast.storage.StorageException of kind {@code INVALID_ARGUMENT} if the token is
   *     not from a listing like this
   */
  EngineListCursor(ListRequest request, Function<ListQuery, ListPage> pages, Failures failures) {
    this.request = request;
    this.pages = pages;
    this.failures = failures;
    this.start = request.token().isEmpty() ? "" : start(request.token().get());
  }

  @Override
  public boolean hasNext() {
    while (next == page.size() && !last) {
      fetch();
    }
    return next < page.size();
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the listing has ended");
    }
    Entry entry = page.get(next);
    next++;
    returned = text(entry);
    return entry;
  }

  @Override
  public Optional<String> token() {
    return Optional.ofNullable(returned).map(ListToken::of);
  }

  @Override
  public Stream<Item> items() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
            false)
        .filter(Item.class::isInstance)
        .map(Item.class::cast);
  }

  @Override
  public void close() {
    page = List.of();
    next = 0;
    last = true;
  }

  private void fetch() {
    String after = page.isEmpty() ? start : text(page.get(page.size() - 1));
    ListPage fetched =
        pages.apply(new ListQuery(request.prefix(), request.grouped(), after, request.pageSize()));
    if (!fetched.entries().isEmpty() && !follows(text(fetched.entries().get(0)), after)) {
      throw failures
          .of(Kind.UNAVAILABLE, StorageOperation.LIST, null)
          .reason("the backend's listing does not advance")
          .build();
    }
    page = fetched.entries();
    last = fetched.last();
    next = 0;
  }

  private String start(String token) {
    return ListToken.entry(token)
        .filter(this::belongs)
        .orElseThrow(
            () ->
                failures
                    .of(Kind.INVALID_ARGUMENT, StorageOperation.LIST, null)
                    .reason("the token is not from a listing of this prefix and grouping")
                    .advice("begin without a token")
                    .build());
  }

  private boolean belongs(String entry) {
    if (!entry.startsWith(request.prefix())) {
      return false;
    }
    int slash = entry.indexOf('/', request.prefix().length());
    return request.grouped() ? slash < 0 || slash == entry.length() - 1 : !entry.endsWith("/");
  }

  private static boolean follows(String entry, String after) {
    return Arrays.compareUnsigned(
            entry.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  private static String text(Entry entry) {
    return entry instanceof Item item ? item.key().value() : ((Prefix) entry).value();
  }
}
