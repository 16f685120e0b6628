// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.assertj.core.api.Assertions;

/**
 * Bytes that describe themselves: seed and size stand at the front, the rest follows from both. A
 * mixture of two payloads, a part of one, or bytes that nobody wrote do not pass {@link #seedOf}.
 */
final class Payload {

  private static final int HEADER_BYTES = 12;

  private Payload() {}

  /** Bytes of any size without a header, different for each seed. */
  static byte[] plain(int size, long seed) {
    byte[] bytes = new byte[size];
    fill(bytes, 0, seed);
    return bytes;
  }

  /** Bytes that describe themselves. */
  static byte[] describing(int size, long seed) {
    if (size < HEADER_BYTES) {
      throw new IllegalArgumentException("too small to describe itself: " + size);
    }
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putLong(seed).putInt(size);
    fill(bytes, HEADER_BYTES, seed);
    return bytes;
  }

  /** The seed of a whole payload; fails if the bytes are anything else. */
  static long seedOf(byte[] bytes) {
    Assertions.assertThat(bytes.length)
        .as("bytes of an object that is never shorter than its header")
        .isGreaterThanOrEqualTo(HEADER_BYTES);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    long seed = header.getLong();
    int size = header.getInt();
    Assertions.assertThat(bytes.length).as("bytes of object %d", seed).isEqualTo(size);
    Assertions.assertThat(Arrays.equals(bytes, describing(size, seed)))
        .as("all bytes come from one write (object %d of %d bytes)", seed, size)
        .isTrue();
    return seed;
  }

  /** A linear congruential generator with the constants of Knuth's MMIX. */
  private static void fill(byte[] bytes, int from, long seed) {
    long state = seed * 0x9E3779B97F4A7C15L + bytes.length;
    for (int at = from; at < bytes.length; at++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      bytes[at] = (byte) (state >>> 56);
    }
  }
}
