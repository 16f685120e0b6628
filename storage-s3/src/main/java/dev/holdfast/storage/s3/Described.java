// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.UploadOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in the user metadata of an object.
 *
 * @param writeId names the write
 * @param checksum over all bytes, a CRC32C
 * @param fileName that a person gave
 * @param metadata of the user
 */
record Described(
    @Nullable String writeId,
    @Nullable Checksum checksum,
    @Nullable String fileName,
    Map<String, String> metadata) {

  static Described of(
      UploadOptions options, @Nullable String writeId, @Nullable Checksum checksum) {
    return new Described(writeId, checksum, options.fileName().orElse(null), options.metadata());
  }

  /** The same object made by another write. */
  Described by(@Nullable String otherWriteId) {
    return new Described(otherWriteId, checksum, fileName, metadata);
  }
}
