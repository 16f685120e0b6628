// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** The checksums that a client may send or ask for. */
enum ChecksumAlgorithm {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  /** The algorithm of a name in any case, or null. */
  static @Nullable ChecksumAlgorithm named(@Nullable String name) {
    for (ChecksumAlgorithm one : values()) {
      if (one.name().equalsIgnoreCase(name)) {
        return one;
      }
    }
    return null;
  }

  /** The header or trailer that carries a value. */
  String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /** The element of an XML answer that carries a value. */
  String element() {
    return "Checksum" + name();
  }

  /** Whether the checksum of a whole object can be had from those of its parts. */
  boolean fullObjectByDefault() {
    return this == CRC64NVME;
  }

  /** The value of some bytes, in Base64. */
  String of(Body body) {
    return switch (this) {
      case SHA1 -> Digests.base64(Digests.of("SHA-1", body));
      case SHA256 -> Digests.base64(Digests.of("SHA-256", body));
      case CRC64NVME -> Digests.base64(bytes(8, Crc64Nvme.of(body)));
      case CRC32 -> Digests.base64(bytes(4, sum(new CRC32(), body)));
      case CRC32C -> Digests.base64(bytes(4, sum(new CRC32C(), body)));
    };
  }

  private static long sum(Checksum checksum, Body body) {
    for (Body.Piece piece : body.pieces()) {
      checksum.update(piece.array(), piece.from(), piece.length());
    }
    return checksum.getValue();
  }

  private static byte[] bytes(int count, long value) {
    return count == 8
        ? ByteBuffer.allocate(8).putLong(value).array()
        : ByteBuffer.allocate(4).putInt((int) value).array();
  }
}
