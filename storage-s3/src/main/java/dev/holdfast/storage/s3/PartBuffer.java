// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.ByteBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of one part in memory, in pieces that are made when they are needed. Holds its share of
 * the memory of all transfers until it is released. Filled by one thread, then read by one.
 */
final class PartBuffer {

  private static final int FIRST_PIECE_BYTES = 16 * 1024;
  private static final int LARGEST_PIECE_BYTES = 1024 * 1024;

  private final List<byte[]> pieces = new ArrayList<>();
  private final ByteBudget.Lease lease;
  private final CRC32C crc32c;
  private long size;
  private int used;

  /**
   * An empty buffer with room for as many bytes as were granted.
   *
   * @param crc32c updated with each byte
   */
  PartBuffer(ByteBudget.Lease lease, CRC32C crc32c) {
    this.lease = lease;
    this.crc32c = crc32c;
  }

  long size() {
    return size;
  }

  boolean full() {
    return size == lease.bytes();
  }

  /** Takes some of the bytes; returns how many. */
  int put(byte[] bytes, int offset, int length) {
    byte[] piece = piece();
    int taken = Math.min(length, piece.length - used);
    System.arraycopy(bytes, offset, piece, used, taken);
    filled(piece, taken);
    return taken;
  }

  /** Reads once from a stream; returns how many bytes came, or -1 at its end. */
  int fill(InputStream in) throws IOException {
    byte[] piece = piece();
    int read = in.read(piece, used, piece.length - used);
    if (read > 0) {
      filled(piece, read);
    }
    return read;
  }

  /** The bytes from the beginning, as often as they are wanted. */
  InputStream open() {
    return new Pieces();
  }

  /** Gives the memory back. Idempotent. */
  void release() {
    pieces.clear();
    lease.close();
  }

  private byte[] piece() {
    int last = pieces.size() - 1;
    if (last >= 0 && used < pieces.get(last).length) {
      return pieces.get(last);
    }
    int wished = last < 0 ? FIRST_PIECE_BYTES : 2 * pieces.get(last).length;
    int length = (int) Math.min(lease.bytes() - size, Math.min(wished, LARGEST_PIECE_BYTES));
    byte[] made = new byte[length];
    pieces.add(made);
    used = 0;
    return made;
  }

  private void filled(byte[] piece, int count) {
    crc32c.update(piece, used, count);
    used += count;
    size += count;
  }

  /** The pieces one behind the other. */
  private final class Pieces extends InputStream {

    private int index;
    private int position;
    private long left = size;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0L || length == 0) {
        return length == 0 ? 0 : -1;
      }
      byte[] piece = pieces.get(index);
      int count = (int) Math.min(left, Math.min(length, piece.length - position));
      System.arraycopy(piece, position, bytes, offset, count);
      position += count;
      left -= count;
      if (position == piece.length) {
        index++;
        position = 0;
      }
      return count;
    }
  }
}
