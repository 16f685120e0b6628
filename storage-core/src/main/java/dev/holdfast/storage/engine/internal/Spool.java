// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of one content, or all of it: blocks in memory, then a file. Filled by one thread,
 * then read by any.
 *
 * <p>A file that cannot be made or written ends the filling, and is no failure: what was read is
 * still there, the block in hand included.
 */
final class Spool implements AutoCloseable {

  private static final int BLOCK_BYTES = 64 * 1024;

  private final SpoolLimits limits;
  private final RandomGenerator random;
  private final List<byte[]> blocks = new ArrayList<>();
  private long inMemory;
  private byte[] inHand = new byte[0];
  private @Nullable SpoolFile file;
  private @Nullable IOException failure;

  Spool(SpoolLimits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
  }

  /** Reads until the source ends, or no more can be kept; whether it ended. */
  boolean fill(InputStream source) throws IOException {
    byte[] buffer = new byte[BLOCK_BYTES];
    while (true) {
      long room = room();
      int read = source.read(buffer, 0, (int) Math.max(1L, Math.min(buffer.length, room)));
      if (read < 0) {
        return true;
      }
      if (room == 0L || !kept(buffer, read)) {
        inHand = Arrays.copyOf(buffer, read);
        return false;
      }
    }
  }

  /** Why the file could not be used, if that is why the filling ended. */
  @Nullable IOException failure() {
    return failure;
  }

  /** How many bytes were read. */
  long length() {
    return inMemory + (file == null ? 0L : file.length()) + inHand.length;
  }

  /** What was read, from the beginning. */
  InputStream open() {
    List<InputStream> parts = new ArrayList<>();
    blocks.forEach(block -> parts.add(new ByteArrayInputStream(block)));
    if (file != null) {
      parts.add(file.open());
    }
    parts.add(new ByteArrayInputStream(inHand));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  @Override
  public void close() {
    blocks.clear();
    if (file != null) {
      file.close();
    }
  }

  /** Bytes that still fit into memory, or else into the file. */
  private long room() {
    long memory = limits.memoryBytes() - inMemory;
    if (memory > 0L) {
      return memory;
    }
    long written = file == null ? 0L : file.length();
    return limits.directory() == null ? 0L : limits.fileBytes() - written;
  }

  private boolean kept(byte[] buffer, int count) {
    if (inMemory < limits.memoryBytes()) {
      blocks.add(Arrays.copyOf(buffer, count));
      inMemory += count;
      return true;
    }
    try {
      SpoolFile opened = file;
      if (opened == null && limits.directory() != null) {
        opened = SpoolFile.create(limits.directory(), random);
        file = opened;
      }
      if (opened != null) {
        opened.append(buffer, count);
      }
      return opened != null;
    } catch (IOException e) {
      failure = e;
      return false;
    }
  }
}
