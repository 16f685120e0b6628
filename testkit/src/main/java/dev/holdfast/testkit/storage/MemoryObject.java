// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One version of an object in a {@link MemoryDriver}. Immutable; the bytes are never changed. */
final class MemoryObject {

  private final ObjectInfo info;
  private final byte[] bytes;

  private MemoryObject(ObjectInfo info, byte[] bytes) {
    this.info = info;
    this.bytes = bytes;
  }

  /** Content that has no version yet; takes the array over. */
  static MemoryObject unpublished(StorageKey key, byte[] bytes, UploadOptions options) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    ObjectInfo info =
        ObjectInfo.builder(key, bytes.length)
            .etag("unpublished")
            .modified(Instant.EPOCH)
            .contentType(options.contentType().orElse(null))
            .fileName(options.fileName().orElse(null))
            .checksum(Checksum.crc32c(crc.getValue()))
            .metadata(options.metadata())
            .tags(options.tags())
            .build();
    return new MemoryObject(info, bytes);
  }

  /** The same content as another version, made by another write, perhaps under another key. */
  MemoryObject as(
      StorageKey key, String etag, Instant modified, Instant created, @Nullable String writeId) {
    ObjectInfo version =
        ObjectInfo.builder(key, info.sizeBytes())
            .etag(etag)
            .modified(modified)
            .created(created)
            .writeId(writeId)
            .contentType(info.contentType().orElse(null))
            .fileName(info.fileName().orElse(null))
            .checksum(info.checksum().orElse(null))
            .metadata(info.metadata())
            .tags(info.tags())
            .build();
    return new MemoryObject(version, bytes);
  }

  ObjectInfo info() {
    return info;
  }

  /** The array itself, not a copy. */
  byte[] bytes() {
    return bytes;
  }
}
