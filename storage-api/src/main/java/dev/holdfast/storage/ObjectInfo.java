// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a stored object at one moment. Immutable. */
public final class ObjectInfo {

  private final StorageKey key;
  private final long sizeBytes;
  private final String etag;
  private final Instant modified;
  private final Instant created;
  private final @Nullable String contentType;
  private final @Nullable String fileName;
  private final @Nullable Checksum checksum;
  private final @Nullable String version;
  private final @Nullable String writeId;
  private final Map<String, String> metadata;
  private final Map<String, String> tags;

  private ObjectInfo(Builder builder) {
    this.key = builder.key;
    this.sizeBytes = builder.sizeBytes;
    this.etag = Objects.requireNonNull(builder.etag, "etag");
    this.modified = Objects.requireNonNull(builder.modified, "modified");
    this.created = builder.created == null ? modified : builder.created;
    this.contentType = builder.contentType;
    this.fileName = builder.fileName;
    this.checksum = builder.checksum;
    this.version = builder.version;
    this.writeId = builder.writeId;
    this.metadata = builder.metadata;
    this.tags = builder.tags;
  }

  /** Begins a description; for drivers. Key, size, ETag and time of modification are required. */
  public static Builder builder(StorageKey key, long sizeBytes) {
    return new Builder(key, sizeBytes);
  }

  /** The key; for what {@link FileStorage#store} stored, also its id. */
  public StorageKey key() {
    return key;
  }

  /** Number of bytes. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Differs for every write of a key with other bytes; with {@link Capability#ETAG_PER_WRITE} also
   * for equal bytes and after a delete. Compare it for equality only. Not a checksum.
   */
  public String etag() {
    return etag;
  }

  /** When these bytes were written, by the backend's clock. */
  public Instant modified() {
    return modified;
  }

  /**
   * When the object was made; where the backend does not keep that apart, the same as modified. An
   * overwrite may or may not count as making it anew.
   */
  public Instant created() {
    return created;
  }

  /** Media type. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** The name that a person gave the file, as it was given; not to be trusted as a path. */
  public Optional<String> fileName() {
    return Optional.ofNullable(fileName);
  }

  /** Checksum over all bytes, where one was computed. */
  public Optional<Checksum> checksum() {
    return Optional.ofNullable(checksum);
  }

  /** The backend's version id, where it keeps versions. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** Names the write that made the object, where this library made it and the backend keeps it. */
  public Optional<String> writeId() {
    return Optional.ofNullable(writeId);
  }

  /** User metadata, names in lower case; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Tags; unmodifiable. */
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public String toString() {
    String tag = Printable.of(etag);
    return key + " (" + sizeBytes + " bytes, etag " + tag + ", " + modified + ")";
  }

  /** Builds an {@link ObjectInfo}. Not thread-safe. */
  public static final class Builder {

    private final StorageKey key;
    private final long sizeBytes;
    private @Nullable String etag;
    private @Nullable Instant modified;
    private @Nullable Instant created;
    private @Nullable String contentType;
    private @Nullable String fileName;
    private @Nullable Checksum checksum;
    private @Nullable String version;
    private @Nullable String writeId;
    private Map<String, String> metadata = Map.of();
    private Map<String, String> tags = Map.of();

    private Builder(StorageKey key, long sizeBytes) {
      this.key = Objects.requireNonNull(key, "key");
      this.sizeBytes = sizeBytes;
    }

    /** Required. */
    public Builder etag(String etag) {
      this.etag = etag;
      return this;
    }

    /** Required. */
    public Builder modified(Instant modified) {
      this.modified = modified;
      return this;
    }

    /** The same as modified unless set. */
    public Builder created(Instant created) {
      this.created = created;
      return this;
    }

    /** Unknown unless set. */
    public Builder contentType(@Nullable String contentType) {
      this.contentType = contentType;
      return this;
    }

    /** None unless set. */
    public Builder fileName(@Nullable String fileName) {
      this.fileName = fileName;
      return this;
    }

    /** None unless set. */
    public Builder checksum(@Nullable Checksum checksum) {
      this.checksum = checksum;
      return this;
    }

    /** None unless set. */
    public Builder version(@Nullable String version) {
      this.version = version;
      return this;
    }

    /** None unless set. */
    public Builder writeId(@Nullable String writeId) {
      this.writeId = writeId;
      return this;
    }

    /** Copied. */
    public Builder metadata(Map<String, String> metadata) {
      this.metadata = Map.copyOf(metadata);
      return this;
    }

    /** Copied. */
    public Builder tags(Map<String, String> tags) {
      this.tags = Map.copyOf(tags);
      return this;
    }

    /** Content type, file name, metadata and tags of an upload. */
    public Builder describedBy(UploadOptions options) {
      this.contentType = options.contentType().orElse(null);
      this.fileName = options.fileName().orElse(null);
      this.metadata = options.metadata();
      this.tags = options.tags();
      return this;
    }

    /**
     * The description.
     *
     * @throws IllegalArgumentException if the size is negative, or ETag or time of modification is
     *     missing
     */
    public ObjectInfo build() {
      new Problems()
          .require(sizeBytes >= 0, "sizeBytes must not be negative: " + sizeBytes)
          .require(etag != null, "etag is missing")
          .require(modified != null, "modified is missing")
          .refuse();
      return new ObjectInfo(this);
    }
  }
}
