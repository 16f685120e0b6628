// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a link allows. Immutable.
 *
 * <p>Default expiry: 15 minutes. Longest: 7 days.
 */
public final class PresignRequest {

  /** Expiry unless another is given. */
  public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(15);

  /** Longest expiry. */
  public static final Duration MAX_EXPIRY = Duration.ofDays(7);

  private static final Duration MIN_EXPIRY = Duration.ofSeconds(1);

  private final Method method;
  private final StorageKey key;
  private final Duration expiry;
  private final @Nullable String contentType;

  private PresignRequest(Builder builder) {
    this.method = builder.method;
    this.key = builder.key;
    this.expiry = builder.expiry;
    this.contentType = builder.contentType;
  }

  /** A link to download the object, with the default expiry. */
  public static PresignRequest get(StorageKey key) {
    return builder(Method.GET, key).build();
  }

  /** A link to upload the object, with the default expiry. */
  public static PresignRequest put(StorageKey key) {
    return builder(Method.PUT, key).build();
  }

  /** Begins with the default expiry. */
  public static Builder builder(Method method, StorageKey key) {
    return new Builder(method, key);
  }

  /** Which request the link allows. */
  public Method method() {
    return method;
  }

  /** On which object. */
  public StorageKey key() {
    return key;
  }

  /** How long from now. */
  public Duration expiry() {
    return expiry;
  }

  /** The content type that an upload must have. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** Which request a link allows. More may be added; a switch needs a default branch. */
  public enum Method {
    /** Download. */
    GET,
    /** Upload. */
    PUT
  }

  /** Builds a {@link PresignRequest}. Not thread-safe. */
  public static final class Builder {

    private final Method method;
    private final StorageKey key;
    private Duration expiry = DEFAULT_EXPIRY;
    private @Nullable String contentType;

    private Builder(Method method, StorageKey key) {
      this.method = Objects.requireNonNull(method, "method");
      this.key = Objects.requireNonNull(key, "key");
    }

    /** How long from now; at least a second, at most 7 days. */
    public Builder expiry(Duration expiry) {
      this.expiry = Objects.requireNonNull(expiry, "expiry");
      return this;
    }

    /** The content type that an upload must have, as {@link UploadOptions.Builder#contentType}. */
    public Builder contentType(String contentType) {
      this.contentType = Objects.requireNonNull(contentType, "contentType");
      return this;
    }

    /**
     * The request.
     *
     * @throws StorageException of kind {@code INVALID_METADATA} if the content type cannot be
     *     stored
     * @throws IllegalArgumentException if the expiry is out of range
     */
    public PresignRequest build() {
      MetadataGrammar.check(contentType, StorageOperation.PRESIGN);
      new Problems()
          .require(
              expiry.compareTo(MIN_EXPIRY) >= 0 && expiry.compareTo(MAX_EXPIRY) <= 0,
              "expiry must be 1 second to 7 days: " + expiry)
          .refuse();
      return new PresignRequest(this);
    }
  }
}
