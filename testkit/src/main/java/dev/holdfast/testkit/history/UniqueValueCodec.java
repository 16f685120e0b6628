// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes and reads the layout of {@link UniqueValue}. */
final class UniqueValueCodec {
  private static final int MAGIC = 0x48465631; // "HFV1"
  private static final int CHECKSUM_OFFSET = 28;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private UniqueValueCodec() {}

  static byte[] encode(UniqueValue.Whole value) {
    ByteBuffer buffer = ByteBuffer.allocate(value.sizeBytes());
    buffer.putInt(MAGIC).putInt(value.client()).putLong(value.counter());
    buffer.putInt(value.sizeBytes()).putLong(value.seed()).putInt(0);
    fillBody(buffer, mix(value.seed() ^ mix(value.client() ^ mix(value.counter()))));
    CRC32C checksum = new CRC32C();
    checksum.update(buffer.array(), 0, CHECKSUM_OFFSET);
    int body = UniqueValue.MIN_SIZE_BYTES;
    checksum.update(buffer.array(), body, value.sizeBytes() - body);
    buffer.putInt(CHECKSUM_OFFSET, (int) checksum.getValue());
    return buffer.array();
  }

  static UniqueValue decode(byte[] bytes) {
    if (bytes.length < UniqueValue.MIN_SIZE_BYTES) {
      return new UniqueValue.Torn(bytes.length + " bytes are less than a header");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC) {
      return new UniqueValue.Torn("does not begin like a value");
    }
    int client = buffer.getInt();
    long counter = buffer.getLong();
    int sizeBytes = buffer.getInt();
    long seed = buffer.getLong();
    if (sizeBytes != bytes.length) {
      return new UniqueValue.Torn(
          "c" + client + "#" + counter + " had " + sizeBytes + " bytes, got " + bytes.length);
    }
    UniqueValue.Whole value = new UniqueValue.Whole(client, counter, sizeBytes, seed);
    int wrong = Arrays.mismatch(encode(value), bytes);
    return wrong < 0
        ? value
        : new UniqueValue.Torn(
            value + " differs from offset " + wrong + " of " + sizeBytes + " bytes");
  }

  /** Fills the rest of the buffer with the sequence of SplitMix64 (Steele, Lea, Flood 2014). */
  private static void fillBody(ByteBuffer buffer, long start) {
    long state = start;
    while (buffer.remaining() >= Long.BYTES) {
      state += GOLDEN_GAMMA;
      buffer.putLong(mix(state));
    }
    long last = mix(state + GOLDEN_GAMMA);
    while (buffer.hasRemaining()) {
      buffer.put((byte) last);
      last >>>= Byte.SIZE;
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
