// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listing in progress: fetches the next page when it is needed. One thread at a time; the caller
 * closes it.
 *
 * <p>{@link #hasNext()} and {@link #next()} throw {@link StorageException} if a page cannot be
 * fetched; the cursor then stands where it stood and may be asked again.
 */
public interface ListCursor extends Iterator<ListCursor.Entry>, AutoCloseable {

  /**
   * Where to go on behind the entry that {@link #next()} returned last, for {@link
   * ListRequest.Builder#token}. Opaque, valid for the same prefix and grouping as long as the
   * storage lives, in another process too; empty before the first entry.
   */
  Optional<String> token();

  /** The objects among the entries that are left, as a stream to be used once. */
  Stream<Item> items();

  /** Ends the listing. Idempotent. */
  @Override
  void close();

  /** One line of a listing. More cases may be added; a switch needs a default branch. */
  sealed interface Entry {}

  /**
   * An object. Metadata and tags are not part of listings; {@link FileStorage#stat} has them.
   *
   * @param key its key
   * @param sizeBytes number of bytes
   * @param etag as {@link ObjectInfo#etag()}
   * @param modified as {@link ObjectInfo#modified()}
   */
  record Item(StorageKey key, long sizeBytes, String etag, Instant modified) implements Entry {}

  /**
   * What keys have in common in a grouped listing.
   *
   * @param value the common text; ends with {@code /}
   */
  record Prefix(String value) implements Entry {

    /** The text for people and logs, as {@link StorageKey#toString()}. */
    @Override
    public String toString() {
      return Printable.of(value);
    }
  }
}
