// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body in the chunks of {@code aws-chunked}, with trailing fields behind the last one. Signatures
 * of chunks are handed to a listener.
 */
final class AwsChunkedInput extends InputStream {
  /** Is told what a signature covers. */
  interface ChunkListener {
    /** Bytes of the current chunk. */
    void data(byte[] bytes, int offset, int length);

    /** The end of a chunk, with its signature or an empty text. */
    void end(String signature);
  }

  private final WireInput in;
  private final Headers trailers = new Headers();
  private final ChunkListener listener;
  private String signature = "";
  private long left;
  private boolean begun;
  private boolean ended;

  AwsChunkedInput(InputStream in, ChunkListener listener) {
    this.in = new WireInput(in);
    this.listener = listener;
  }

  /** The trailing fields, once the end was read. */
  Headers trailers() {
    return trailers;
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
      throw new IOException(left + " bytes of a signed chunk are missing");
    }
    listener.data(target, offset, count);
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun) {
      if (!in.line().isEmpty()) {
        throw new IOException("a signed chunk is longer than announced");
      }
      listener.end(signature);
    }
    begun = true;
    String line = in.line();
    left = ChunkedInput.size(line);
    int mark = line.indexOf("chunk-signature=");
    signature = mark < 0 ? "" : line.substring(mark + "chunk-signature=".length()).strip();
    if (left == 0) {
      ended = true;
      listener.end(signature);
      readTrailers();
    }
  }

  private void readTrailers() throws IOException {
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("not a trailing field: " + line);
      }
      trailers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if (in.read() >= 0) {
      throw new IOException("bytes behind the trailing fields");
    }
  }
}
