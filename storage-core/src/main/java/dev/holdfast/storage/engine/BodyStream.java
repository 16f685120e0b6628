// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A {@link DownloadBody} as a stream: failures are causes of an {@link IOException}. While a read
 * is under way the download is not dropped, even if its caller has forgotten it by then.
 */
final class BodyStream extends InputStream {

  static final int BUFFER_BYTES = 64 * 1024;

  private final DownloadBody body;

  BodyStream(DownloadBody body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
    try {
      return body.read(bytes, offset, length);
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public byte[] readNBytes(int length) throws IOException {
    if (length < 0) {
      throw new IllegalArgumentException("length must not be negative: " + length);
    }
    byte[] bytes = new byte[(int) Math.min(length, body.left())];
    int read = readNBytes(bytes, 0, bytes.length);
    if (length > 0 && bytes.length == 0) {
      read = Math.max(0, read(new byte[1], 0, 1));
    }
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    byte[] buffer = new byte[(int) Math.max(1L, Math.min(BUFFER_BYTES, body.left()))];
    long moved = 0L;
    for (int read = read(buffer, 0, buffer.length);
        read >= 0;
        read = read(buffer, 0, buffer.length)) {
      out.write(buffer, 0, read);
      moved += read;
    }
    return moved;
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return body.skip(count);
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int available() throws IOException {
    try {
      return body.available();
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Frees the download, as closing the download itself does. */
  @Override
  public void close() {
    body.release();
  }
}
