// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Copies between channels in chunks, each a read and a write of its own. */
final class Transfer {
  private static final int CHUNK_BYTES = 64 * 1024;

  private Transfer() {}

  static long to(CrashChannel source, long position, long count, WritableByteChannel target)
      throws IOException {
    long done = 0;
    while (done < count) {
      ByteBuffer chunk = chunk(count - done);
      if (source.read(chunk, position + done) <= 0) {
        return done;
      }
      int filled = chunk.flip().remaining();
      int written = target.write(chunk);
      done += written;
      if (written < filled) {
        return done;
      }
    }
    return done;
  }

  static long from(ReadableByteChannel source, CrashChannel target, long position, long count)
      throws IOException {
    long done = 0;
    while (done < count) {
      ByteBuffer chunk = chunk(count - done);
      if (source.read(chunk) <= 0) {
        return done;
      }
      chunk.flip();
      while (chunk.hasRemaining()) {
        done += target.write(chunk, position + done);
      }
    }
    return done;
  }

  private static ByteBuffer chunk(long remaining) {
    return ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, remaining));
  }
}
