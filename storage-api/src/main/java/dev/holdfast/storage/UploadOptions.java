// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an upload is done and what is kept with the bytes. Immutable.
 *
 * <p>Defaults: any present object is replaced; no content type, file name, metadata or tags; no
 * timeout; no listener.
 */
public final class UploadOptions {

  private static final UploadOptions DEFAULTS = builder().build();

  private final @Nullable String contentType;
  private final @Nullable String fileName;
  private final Map<String, String> metadata;
  private final Map<String, String> tags;
  private final WriteCondition condition;
  private final @Nullable Duration timeout;
  private final @Nullable TransferListener listener;

  private UploadOptions(Builder builder) {
    this.contentType = builder.contentType;
    this.fileName = builder.fileName;
    this.metadata = Map.copyOf(builder.metadata);
    this.tags = Map.copyOf(builder.tags);
    this.condition = builder.condition;
    this.timeout = builder.timeout;
    this.listener = builder.listener;
  }

  /** The defaults. */
  public static UploadOptions defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.contentType = contentType;
    builder.fileName = fileName;
    builder.metadata.putAll(metadata);
    builder.tags.putAll(tags);
    builder.condition = condition;
    builder.timeout = timeout;
    builder.listener = listener;
    return builder;
  }

  /** Media type. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** The name that a person gave the file. */
  public Optional<String> fileName() {
    return Optional.ofNullable(fileName);
  }

  /** User metadata; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Tags; unmodifiable. */
  public Map<String, String> tags() {
    return tags;
  }

  /** What must hold of the present object. */
  public WriteCondition condition() {
    return condition;
  }

  /** How long the call may take in all; for a session, until the end of its commit. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Hears of progress. */
  public Optional<TransferListener> listener() {
    return Optional.ofNullable(listener);
  }

  /** Builds {@link UploadOptions}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String contentType;
    private @Nullable String fileName;
    private final Map<String, String> metadata = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private WriteCondition condition = WriteCondition.any();
    private @Nullable Duration timeout;
    private @Nullable TransferListener listener;

    private Builder() {}

    /** Media type: 1 to 255 printable ASCII characters, no space at either end. */
    public Builder contentType(String contentType) {
      this.contentType = Objects.requireNonNull(contentType, "contentType");
      return this;
    }

    /**
     * The name that a person gave the file, kept as it is: any text, empty too, without line breaks
     * (CR, LF) and unpaired surrogates that takes at most 2 KiB as it is encoded on the wire, in
     * percent sequences as metadata or in Base64, whichever is shorter. So up to 1,536 bytes of
     * UTF-8 always fit, and with them every name that a common file system has.
     *
     * <p>It may have other control characters and look like a path: encode it for headers, pages
     * and logs, and never resolve it against a directory.
     */
    public Builder fileName(String fileName) {
      this.fileName = Objects.requireNonNull(fileName, "fileName");
      return this;
    }

    /**
     * Adds an entry of user metadata.
     *
     * @param name 1 to 64 characters of {@code a-z 0-9 . _ -}; names that begin with {@code
     *     holdfast-} are reserved
     * @param value any text without control characters and unpaired surrogates; names and values
     *     together take at most 2 KiB, where all but printable ASCII, and the percent sign, counts
     *     three bytes for each byte of its UTF-8, as it is percent-encoded on the wire
     */
    public Builder metadata(String name, String value) {
      metadata.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Adds a tag. At most 10; no control characters and no unpaired surrogates.
     *
     * @param name 1 to 128 characters
     * @param value 0 to 256 characters
     */
    public Builder tag(String name, String value) {
      tags.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** What must hold of the present object. */
    public Builder condition(WriteCondition condition) {
      this.condition = Objects.requireNonNull(condition, "condition");
      return this;
    }

    /**
     * How long the call may take in all, waiting for the content included. For a session, the time
     * from {@link FileStorage#beginUpload} to the end of the commit, pauses between the writes
     * included. More than zero.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /** Hears of progress. */
    public Builder listener(TransferListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * The options.
     *
     * @throws StorageException of kind {@code INVALID_METADATA} that lists everything that cannot
     *     be stored
     * @throws IllegalArgumentException if the timeout is not more than zero
     */
    public UploadOptions build() {
      MetadataGrammar.check(contentType, fileName, metadata, tags);
      new Problems().timeout(timeout).refuse();
      return new UploadOptions(this);
    }
  }
}
