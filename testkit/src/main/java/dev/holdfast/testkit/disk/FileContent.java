// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The bytes of a file: what is visible, what is on the disk, and which sectors and lengths were
 * written since the last force. Guarded by the lock of its disk.
 *
 * <p>Invariants: in both images every byte at or beyond the size is zero; a sector that is not
 * dirty is either equal in both images or was dropped by a failed force; {@code lengths} is not
 * empty exactly if a force would change the durable size.
 */
final class FileContent {
  static final int SECTOR_BYTES = 512;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 64;
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int size;
  private byte[] durable = NOTHING;
  private int durableSize;
  private final BitSet dirty = new BitSet();
  private final List<Integer> lengths = new ArrayList<>(2);

  /** Content that is visible and durable. */
  static FileContent durable(byte[] bytes) {
    FileContent content = new FileContent();
    content.bytes = bytes;
    content.size = bytes.length;
    content.durable = bytes.clone();
    content.durableSize = bytes.length;
    return content;
  }

  FileContent copy() {
    FileContent copy = new FileContent();
    copy.bytes = bytes.clone();
    copy.size = size;
    copy.durable = durable.clone();
    copy.durableSize = durableSize;
    copy.dirty.or(dirty);
    copy.lengths.addAll(lengths);
    return copy;
  }

  int size() {
    return size;
  }

  int durableSize() {
    return durableSize;
  }

  int dirtySectors() {
    return dirty.cardinality();
  }

  /** Reads into the buffer; the number of bytes, or -1 at or beyond the end. */
  int read(long position, ByteBuffer target) {
    if (position >= size) {
      return -1;
    }
    int count = Math.min(target.remaining(), size - (int) position);
    target.put(bytes, (int) position, count);
    return count;
  }

  /** Writes {@code count} bytes of the buffer. */
  void write(long position, ByteBuffer source, int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (position > MAX_BYTES - count) {
      throw new IOException(Fault.EFBIG.message());
    }
    int start = (int) position;
    int end = start + count;
    bytes = withRoom(bytes, end);
    source.get(bytes, start, count);
    dirty.set(start / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
    if (end > size) {
      size = end;
      lengths.add(end);
    } else if (end > durableSize && lengths.isEmpty()) {
      lengths.add(size);
    }
  }

  void truncate(long newSize) {
    if (newSize >= size) {
      return;
    }
    int end = (int) newSize;
    Arrays.fill(bytes, end, size, (byte) 0);
    dirty.set(end / SECTOR_BYTES, (size - 1) / SECTOR_BYTES + 1);
    size = end;
    lengths.add(end);
  }

  /** Makes dirty sectors and a changed length durable. */
  void force() {
    for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
      int from = s * SECTOR_BYTES;
      int to = Math.min(from + SECTOR_BYTES, bytes.length);
      if (from < to) {
        durable = withRoom(durable, to);
        System.arraycopy(bytes, from, durable, from, to - from);
      }
    }
    int newSize = lengths.isEmpty() ? durableSize : size;
    durable = withRoom(durable, newSize);
    Arrays.fill(durable, newSize, durable.length, (byte) 0);
    durableSize = newSize;
    forceFailed();
  }

  /** Makes all of the content durable, even if a force failed. */
  void sync() {
    durable = bytes.clone();
    durableSize = size;
    forceFailed();
  }

  /** A force failed: what it should have saved counts as clean and is not durable. */
  void forceFailed() {
    dirty.clear();
    lengths.clear();
  }

  /** The distinct lengths that a power loss may leave, the durable one first. */
  List<Integer> candidateLengths() {
    List<Integer> candidates = new ArrayList<>();
    candidates.add(durableSize);
    for (Integer length : lengths) {
      if (!candidates.contains(length)) {
        candidates.add(length);
      }
    }
    return candidates;
  }

  /** The sectors below a length whose old and new bytes differ and may each survive. */
  BitSet candidateSectors(int length) {
    BitSet candidates = new BitSet();
    for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
      if (s * SECTOR_BYTES < length && !Arrays.equals(sector(bytes, s), sector(durable, s))) {
        candidates.set(s);
      }
    }
    return candidates;
  }

  /** What a power loss leaves for a length and the new sectors that survive it. */
  byte[] afterPowerLoss(int length, BitSet surviving) {
    byte[] left = Arrays.copyOf(durable, length);
    for (int s = surviving.nextSetBit(0); s >= 0; s = surviving.nextSetBit(s + 1)) {
      int from = s * SECTOR_BYTES;
      byte[] sector = sector(bytes, s);
      System.arraycopy(sector, 0, left, from, Math.min(SECTOR_BYTES, length - from));
    }
    return left;
  }

  private static byte[] sector(byte[] image, int sector) {
    int from = Math.min(sector * SECTOR_BYTES, image.length);
    int to = Math.min(from + SECTOR_BYTES, image.length);
    return Arrays.copyOf(Arrays.copyOfRange(image, from, to), SECTOR_BYTES);
  }

  private static byte[] withRoom(byte[] image, int length) {
    if (length <= image.length) {
      return image;
    }
    int doubled = (int) Math.min(MAX_BYTES, Math.max(256L, image.length * 2L));
    return Arrays.copyOf(image, Math.max(length, doubled));
  }
}
