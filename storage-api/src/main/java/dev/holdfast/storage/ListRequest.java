// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is listed. Immutable.
 *
 * <p>Defaults: every key, not grouped, from the beginning, 1,000 entries a page.
 */
public final class ListRequest {

  /** Largest page. */
  public static final int MAX_PAGE_SIZE = 1000;

  private final String prefix;
  private final boolean grouped;
  private final @Nullable String token;
  private final int pageSize;

  private ListRequest(Builder builder) {
    this.prefix = builder.prefix;
    this.grouped = builder.grouped;
    this.token = builder.token;
    this.pageSize = builder.pageSize;
  }

  /** Every key that starts with the prefix. */
  public static ListRequest ofPrefix(String prefix) {
    return builder().prefix(prefix).build();
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with this request. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.prefix = prefix;
    builder.grouped = grouped;
    builder.token = token;
    builder.pageSize = pageSize;
    return builder;
  }

  /** What every key listed begins with; empty for all. */
  public String prefix() {
    return prefix;
  }

  /**
   * Whether keys that have a {@code /} after the prefix are rolled up into one {@link
   * ListCursor.Prefix} for each text up to that slash, as a directory view.
   */
  public boolean grouped() {
    return grouped;
  }

  /** Where to go on, as {@link ListCursor#token()} gave it. */
  public Optional<String> token() {
    return Optional.ofNullable(token);
  }

  /** How many entries are fetched at a time. */
  public int pageSize() {
    return pageSize;
  }

  /** Builds a {@link ListRequest}. Not thread-safe. */
  public static final class Builder {

    private String prefix = "";
    private boolean grouped;
    private @Nullable String token;
    private int pageSize = MAX_PAGE_SIZE;

    private Builder() {}

    /** What every key listed begins with; it need not end at a slash. */
    public Builder prefix(String prefix) {
      this.prefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** Whether to roll up what lies behind the next {@code /}. */
    public Builder grouped(boolean grouped) {
      this.grouped = grouped;
      return this;
    }

    /** Where to go on: behind the last entry that the cursor returned. */
    public Builder token(@Nullable String token) {
      this.token = token;
      return this;
    }

    /** How many entries are fetched at a time, 1 to 1,000. */
    public Builder pageSize(int pageSize) {
      this.pageSize = pageSize;
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException if the prefix is longer than a key or has control characters
     *     or half of a surrogate pair, or the page size is out of range
     */
    public ListRequest build() {
      int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
      String problem = PlainText.problem(prefix);
      new Problems()
          .require(bytes <= StorageKey.MAX_BYTES, "prefix must have at most 1,024 bytes: " + bytes)
          .require(problem == null, "prefix has " + problem)
          .require(
              pageSize >= 1 && pageSize <= MAX_PAGE_SIZE,
              "pageSize must be 1 to 1,000: " + pageSize)
          .refuse();
      return new ListRequest(this);
    }
  }
}
