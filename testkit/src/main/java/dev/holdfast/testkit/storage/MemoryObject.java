// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import java.time.Instant;
import java.util.zip.CRC32C;

/** One version of an object in a {@link MemoryDriver}. Immutable; the bytes are never changed. */
final class MemoryObject {

  private final ObjectInfo info;
  private final byte[] bytes;

  private MemoryObject(ObjectInfo info, byte[] bytes) {
    this.info = info;
    this.bytes = bytes;
  }

  /** A version that was just written; takes the array over. */
  static MemoryObject written(
      StorageKey key, byte[] bytes, UploadOptions options, String etag, Instant now) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    ObjectInfo info =
        ObjectInfo.builder(key, bytes.length)
            .etag(etag)
            .modified(now)
            .contentType(options.contentType().orElse(null))
            .fileName(options.fileName().orElse(null))
            .checksum(Checksum.crc32c(crc.getValue()))
            .metadata(options.metadata())
            .tags(options.tags())
            .build();
    return new MemoryObject(info, bytes);
  }

  /** The same content under another key or as another version. */
  MemoryObject as(StorageKey key, String etag, Instant modified, Instant created) {
    ObjectInfo changed =
        ObjectInfo.builder(key, info.sizeBytes())
            .etag(etag)
            .modified(modified)
            .created(created)
            .contentType(info.contentType().orElse(null))
            .fileName(info.fileName().orElse(null))
            .checksum(info.checksum().orElse(null))
            .metadata(info.metadata())
            .tags(info.tags())
            .build();
    return new MemoryObject(changed, bytes);
  }

  ObjectInfo info() {
    return info;
  }

  /** The array itself, not a copy. */
  byte[] bytes() {
    return bytes;
  }
}
