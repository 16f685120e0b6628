// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a range of an open file. Closing it closes the file. One thread at a time. */
final class FileRangeStream extends InputStream {

  private static final int MAX_READ = 128 * 1024;

  private final FileChannel channel;
  private final StorageKey key;
  private final LocalErrors errors;
  private final long end;
  private long position;

  FileRangeStream(
      FileChannel channel, ByteSelection.Slice range, StorageKey key, LocalErrors errors) {
    this.channel = channel;
    this.key = key;
    this.errors = errors;
    this.position = range.offset();
    this.end = range.offset() + range.length();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(Math.min(MAX_READ, length), end - position);
    if (wanted <= 0) {
      return -1;
    }
    try {
      int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      position += Math.max(0, read);
      return read;
    } catch (IOException e) {
      throw errors.translate(e, StorageOperation.DOWNLOAD, key, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) { // nothing was written through it
      return;
    }
  }
}
