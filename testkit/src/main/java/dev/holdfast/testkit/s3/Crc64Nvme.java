// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** The 64-bit checksum that newer clients send: reflected, all ones before and after. */
final class Crc64Nvme {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[] TABLE = table();

  private Crc64Nvme() {}

  static long of(Body body) {
    long value = -1;
    for (Body.Piece piece : body.pieces()) {
      byte[] array = piece.array();
      for (int at = piece.from(); at < piece.from() + piece.length(); at++) {
        value = TABLE[(int) (value ^ array[at]) & 0xFF] ^ (value >>> 8);
      }
    }
    return ~value;
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int first = 0; first < table.length; first++) {
      long value = first;
      for (int bit = 0; bit < 8; bit++) {
        value = (value >>> 1) ^ ((value & 1) * POLYNOMIAL);
      }
      table[first] = value;
    }
    return table;
  }
}
