// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import java.util.zip.CRC32C;

/** Checks bytes as the front of the library does. */
final class Checksums {

  private Checksums() {}

  static boolean match(ObjectInfo info, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return info.sizeBytes() == bytes.length
        && info.checksum().orElseThrow().equals(Checksum.crc32c(crc.getValue()));
  }
}
