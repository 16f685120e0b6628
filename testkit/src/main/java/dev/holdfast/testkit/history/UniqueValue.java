// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * Bytes that say who wrote them and prove that they are whole.
 *
 * <p>Layout, big endian: magic (4 bytes), client (4), counter (8), length of the whole (4), seed
 * (8), CRC32C of all other bytes (4), body. The body is a function of the header and of the
 * position, so bytes of another value, moved bytes and lost bytes are all noticed, and the first
 * wrong offset is known.
 *
 * <p>Immutable. Both kinds have {@code equals} by value, so that reads can be recorded with {@code
 * RegisterResponse.found(UniqueValue.verify(bytes))} and compared with what was written. Not for
 * parts of a value such as range reads.
 */
public sealed interface UniqueValue {
  /** Size of the header, which is the least size of a value. */
  int MIN_SIZE_BYTES = 32;

  /**
   * A value as it was written. Unique if each client counts its writes.
   *
   * @param client number of the writer
   * @param counter how many values the writer had written before
   * @param sizeBytes size of the encoded value, at least {@link #MIN_SIZE_BYTES}
   * @param seed where the body comes from
   */
  record Whole(int client, long counter, int sizeBytes, long seed) implements UniqueValue {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if {@code sizeBytes} is less than {@link #MIN_SIZE_BYTES}
     */
    public Whole {
      if (sizeBytes < MIN_SIZE_BYTES) {
        throw new IllegalArgumentException(
            "sizeBytes must be at least " + MIN_SIZE_BYTES + ", is " + sizeBytes);
      }
    }

    /** Returns the bytes of this value, a new array each time. */
    public byte[] encode() {
      return UniqueValue.encode(client, counter, sizeBytes, seed);
    }

    @Override
    public String toString() {
      return "c" + client + "#" + counter;
    }
  }

  /**
   * Bytes that nobody wrote as a whole.
   *
   * @param reason what is wrong with them
   */
  record Torn(String reason) implements UniqueValue {
    @Override
    public String toString() {
      return "torn: " + reason;
    }
  }

  /**
   * Returns the bytes of a value.
   *
   * @throws IllegalArgumentException if {@code sizeBytes} is less than {@link #MIN_SIZE_BYTES}
   */
  static byte[] encode(int client, long counter, int sizeBytes, long seed) {
    return UniqueValueCodec.encode(new Whole(client, counter, sizeBytes, seed));
  }

  /** Returns the value that was written, or what is wrong with the bytes. */
  static UniqueValue verify(byte[] bytes) {
    return UniqueValueCodec.decode(bytes);
  }
}
