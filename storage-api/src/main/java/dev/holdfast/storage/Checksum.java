// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A checksum over all bytes of an object.
 *
 * @param algorithm how it was computed
 * @param hex the value, big-endian, as lower-case hexadecimal digits
 */
public record Checksum(Algorithm algorithm, String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code hex} is not as many lower-case hexadecimal digits as
   *     the algorithm has
   */
  public Checksum {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(hex, "hex");
    if (hex.length() != algorithm.hexDigits || !HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          algorithm
              + " needs "
              + algorithm.hexDigits
              + " lower-case hexadecimal digits: "
              + Printable.of(hex));
    }
  }

  /**
   * A CRC32C from the value of a {@link java.util.zip.CRC32C}.
   *
   * @throws IllegalArgumentException if the value has more than 32 bits
   */
  public static Checksum crc32c(long value) {
    return new Checksum(Algorithm.CRC32C, "%08x".formatted(value));
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }

  /** How a checksum is computed. More may be added; a switch needs a default branch. */
  public enum Algorithm {
    /** CRC-32C (Castagnoli), RFC 3720; combines over parts and ranges. */
    CRC32C(8),
    /** SHA-256, FIPS 180-4. */
    SHA_256(64);

    private final int hexDigits;

    Algorithm(int hexDigits) {
      this.hexDigits = hexDigits;
    }
  }
}
