// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with the bytes of an object, in the same file.
 *
 * @param etag unique to this write: 32 hexadecimal digits
 * @param sizeBytes number of content bytes in the file
 * @param crc32c over the content
 * @param written when the write was published, in microseconds
 */
record ObjectRecord(
    String etag,
    long sizeBytes,
    int crc32c,
    Instant written,
    @Nullable String contentType,
    @Nullable String fileName,
    Map<String, String> metadata,
    Map<String, String> tags) {

  static ObjectRecord of(
      String etag, long sizeBytes, int crc32c, Instant written, UploadOptions options) {
    return new ObjectRecord(
        etag,
        sizeBytes,
        crc32c,
        written.truncatedTo(ChronoUnit.MICROS),
        options.contentType().orElse(null),
        options.fileName().orElse(null),
        options.metadata(),
        options.tags());
  }

  /** Options that write the same texts again. */
  UploadOptions options(WriteCondition condition) {
    UploadOptions.Builder options = UploadOptions.builder().condition(condition);
    if (contentType != null) {
      options.contentType(contentType);
    }
    if (fileName != null) {
      options.fileName(fileName);
    }
    metadata.forEach(options::metadata);
    tags.forEach(options::tag);
    return options.build();
  }

  ObjectInfo info(StorageKey key) {
    return ObjectInfo.builder(key, sizeBytes)
        .etag(etag)
        .modified(written)
        .contentType(contentType)
        .fileName(fileName)
        .checksum(Checksum.crc32c(Integer.toUnsignedLong(crc32c)))
        .metadata(metadata)
        .tags(tags)
        .build();
  }
}
