// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Checksum;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A checksum in the making. One thread at a time. */
sealed interface RunningChecksum {

  /** Takes the next bytes. */
  void update(byte[] bytes, int offset, int length);

  /** The checksum of what was taken, as lower-case hexadecimal digits; called once. */
  String hex();

  /** Begins with no bytes; null for an algorithm that is not known here. */
  static @Nullable RunningChecksum of(Checksum.Algorithm algorithm) {
    return switch (algorithm) {
      case CRC32C -> new Crc(new CRC32C());
      case SHA_256 -> new Digest(digest("SHA-256"));
      default -> null;
    };
  }

  /** A digest that the platform must have. */
  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + name, e);
    }
  }

  /** RFC 3720. */
  record Crc(CRC32C crc) implements RunningChecksum {

    @Override
    public void update(byte[] bytes, int offset, int length) {
      crc.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return HexFormat.of().toHexDigits(crc.getValue(), 8);
    }
  }

  /** FIPS 180-4. */
  record Digest(MessageDigest digest) implements RunningChecksum {

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
