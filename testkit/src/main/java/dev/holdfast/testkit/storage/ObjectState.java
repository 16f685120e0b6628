// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.UploadOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is under a key: nothing, or an object with its bytes, content type, file name and metadata.
 * Immutable. The ETag is part of it once it is known; a write whose outcome is unknown has none
 * yet.
 */
public final class ObjectState {

  private static final ObjectState ABSENT = new ObjectState(null, null, null, null, Map.of());

  private final byte @Nullable [] bytes;
  private final @Nullable String etag;
  private final @Nullable String contentType;
  private final @Nullable String fileName;
  private final Map<String, String> metadata;

  private ObjectState(
      byte @Nullable [] bytes,
      @Nullable String etag,
      @Nullable String contentType,
      @Nullable String fileName,
      Map<String, String> metadata) {
    this.bytes = bytes;
    this.etag = etag;
    this.contentType = contentType;
    this.fileName = fileName;
    this.metadata = metadata;
  }

  /** No object. */
  public static ObjectState absent() {
    return ABSENT;
  }

  /** An object as a write or a read told it, with its bytes, which are copied. */
  public static ObjectState of(ObjectInfo info, byte[] bytes) {
    return new ObjectState(
        bytes.clone(),
        info.etag(),
        info.contentType().orElse(null),
        info.fileName().orElse(null),
        info.metadata());
  }

  /** What a write is going to store, before its ETag is known. The bytes are copied. */
  public static ObjectState attempted(byte[] bytes, UploadOptions options) {
    return new ObjectState(
        bytes.clone(),
        null,
        options.contentType().orElse(null),
        options.fileName().orElse(null),
        options.metadata());
  }

  /** Whether there is an object. */
  public boolean present() {
    return bytes != null;
  }

  /** Whether both can be the same version: all is equal, and the ETags are where both have one. */
  public boolean agreesWith(ObjectState other) {
    return Arrays.equals(bytes, other.bytes)
        && (etag == null || other.etag == null || etag.equals(other.etag))
        && Objects.equals(contentType, other.contentType)
        && Objects.equals(fileName, other.fileName)
        && metadata.equals(other.metadata);
  }

  /** In words, without the bytes. */
  @Override
  public String toString() {
    if (bytes == null) {
      return "no object";
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    StringBuilder text = new StringBuilder();
    text.append("%d bytes (CRC32C %08x)".formatted(bytes.length, crc.getValue()));
    text.append(etag == null ? ", any etag" : ", etag " + etag);
    if (contentType != null) {
      text.append(", type ").append(contentType);
    }
    if (fileName != null) {
      text.append(", named ").append(fileName);
    }
    return metadata.isEmpty() ? text.toString() : text + ", " + new TreeMap<>(metadata);
  }
}
