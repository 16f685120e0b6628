// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.ListCursor.Entry;
import dev.holdfast.storage.ListCursor.Item;
import dev.holdfast.storage.ListCursor.Prefix;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists keys. Each page is asked for by the text that it begins behind, so that a listing can go on
 * in another process; tokens of the server are used only where what it gave lies before that text.
 * Objects and prefixes are put into one order of bytes, whatever order the server has.
 */
final class S3Listing {

  /** Comes behind every other character in UTF-8. */
  private static final String LAST_CHARACTER = "\udbff\udfff";

  private static final int LAST_CHARACTER_BYTES = 4;

  private final S3Parts parts;

  S3Listing(S3Parts parts) {
    this.parts = parts;
  }

  ListPage page(ListQuery query, CallContext call) {
    String after = begin(query);
    boolean behind = !after.startsWith(query.prefix()) && compare(after, query.prefix()) > 0;
    if (behind || query.prefix().startsWith("/") || query.prefix().contains("//")) {
      return new ListPage(List.of(), true); // no key begins so, or none behind the text
    }
    Request request = Request.reading(StorageOperation.LIST, null);
    String token = null;
    while (true) {
      ListObjectsV2Response answer = ask(query, after, token, request, call);
      List<Entry> entries = entries(answer, after);
      boolean last = !Boolean.TRUE.equals(answer.isTruncated());
      if (last || !entries.isEmpty()) {
        return new ListPage(entries, last);
      }
      String next = answer.nextContinuationToken();
      if (next == null || next.equals(token)) {
        throw parts
            .errors()
            .failure(Kind.UNAVAILABLE, request)
            .reason("the server lists the same page again and again")
            .build();
      }
      token = next;
    }
  }

  /** The text to begin behind: the end of its group where the query begins inside of one. */
  private static String begin(ListQuery query) {
    String after = query.after();
    if (query.grouped() && after.startsWith(query.prefix())) {
      int slash = after.indexOf('/', query.prefix().length());
      return slash < 0 ? after : after.substring(0, slash + 1);
    }
    return after;
  }

  private ListObjectsV2Response ask(
      ListQuery query, String after, @Nullable String token, Request request, CallContext call) {
    return parts.make(
        request,
        call,
        (client, limits) ->
            client.listObjectsV2(
                list ->
                    list.bucket(parts.bucket().name())
                        .prefix(parts.bucket().prefix() + query.prefix())
                        .delimiter(query.grouped() ? "/" : null)
                        .startAfter(startAfter(query, after))
                        .continuationToken(token)
                        .maxKeys(query.limit())
                        .encodingType(EncodingType.URL)
                        .overrideConfiguration(limits)));
  }

  /** What the server begins behind, or null for the beginning. */
  private @Nullable String startAfter(ListQuery query, String after) {
    if (after.isEmpty() || !after.startsWith(query.prefix())) {
      return null;
    }
    String full = parts.bucket().prefix() + after;
    if (!after.endsWith("/")) {
      return full;
    }
    int room = StorageKey.MAX_BYTES - full.getBytes(StandardCharsets.UTF_8).length;
    return full + LAST_CHARACTER.repeat(Math.max(0, room / LAST_CHARACTER_BYTES));
  }

  /** What is behind the text that the page begins behind, in order. */
  private List<Entry> entries(ListObjectsV2Response answer, String after) {
    Map<String, Entry> sorted = new TreeMap<>(S3Listing::compare);
    for (S3Object object : answer.contents()) {
      parts.bucket().key(object.key()).ifPresent(key -> sorted.put(key.value(), item(key, object)));
    }
    for (CommonPrefix common : answer.commonPrefixes()) {
      prefix(common.prefix()).ifPresent(prefix -> sorted.put(prefix.value(), prefix));
    }
    boolean group = after.endsWith("/");
    sorted
        .keySet()
        .removeIf(text -> compare(text, after) <= 0 || (group && text.startsWith(after)));
    return new ArrayList<>(sorted.values());
  }

  private static Item item(StorageKey key, S3Object object) {
    Instant modified = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
    long size = object.size() == null ? 0L : object.size();
    return new Item(key, size, Etag.plain(object.eTag()), modified);
  }

  /** A group, unless no key can be in it. */
  private Optional<Prefix> prefix(String common) {
    return parts
        .bucket()
        .key(common.substring(0, common.length() - 1))
        .map(key -> new Prefix(key.value() + "/"));
  }

  private static int compare(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
