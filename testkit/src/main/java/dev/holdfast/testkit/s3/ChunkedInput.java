// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A request body in chunks, as HTTP/1.1 frames it. Trailing fields are read and dropped. */
final class ChunkedInput extends InputStream {
  private final WireInput in;
  private long left;
  private boolean begun;
  private boolean ended;

  ChunkedInput(WireInput in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException(left + " bytes of a chunk are missing");
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun && !in.line().isEmpty()) {
      throw new IOException("a chunk is longer than announced");
    }
    begun = true;
    left = size(in.line());
    if (left == 0) {
      ended = true;
      for (String line = in.line(); !line.isEmpty(); ) {
        line = in.line();
      }
    }
  }

  /** The size in the first line of a chunk, whatever extension follows it. */
  static long size(String line) throws IOException {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    try {
      long size = Long.parseLong(digits, 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IOException("not the size of a chunk: " + line, e);
    }
    throw new IOException("not the size of a chunk: " + line);
  }
}
