// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.util.OptionalLong;

/**
 * How large the parts of an upload are. S3 takes 10,000 parts, none but the last below 5 MiB. Where
 * the length is known, all parts are equal and large enough; where it is not, they double every
 * 1,000 parts, up to a limit. Pure.
 *
 * @param firstBytes size of the first part
 * @param mostBytes size of the largest
 * @param growing whether parts grow
 */
record PartLayout(long firstBytes, long mostBytes, boolean growing) {

  static final int MOST_PARTS = 10_000;
  static final long LEAST_BYTES = 5L << 20;
  static final long MOST_BYTES = 5L << 30;

  private static final int PARTS_OF_ONE_SIZE = 1_000;
  private static final long MIB = 1L << 20;

  /**
   * A layout.
   *
   * @param length of all parts together, if known
   * @param wishedBytes size of a part where that is enough
   * @param mostBytes size of a part of unknown content at the most, at least {@code wishedBytes}
   */
  static PartLayout of(OptionalLong length, long wishedBytes, long mostBytes) {
    if (length.isEmpty()) {
      return new PartLayout(wishedBytes, mostBytes, true);
    }
    long least = (length.getAsLong() + MOST_PARTS - 1) / MOST_PARTS;
    long bytes = least <= wishedBytes ? wishedBytes : (least + MIB - 1) / MIB * MIB;
    return new PartLayout(bytes, bytes, false);
  }

  /** Size of a part, counted from one; the last may be smaller. */
  long bytesOf(int number) {
    if (!growing) {
      return firstBytes;
    }
    long bytes = firstBytes;
    for (int left = (number - 1) / PARTS_OF_ONE_SIZE; left > 0 && bytes < mostBytes; left--) {
      bytes *= 2;
    }
    return Math.min(bytes, mostBytes);
  }
}
