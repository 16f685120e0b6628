// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * The body of a download. When it is closed early, little that is left is read, so that the
 * connection can be used again; else, or if that takes too long, the connection is dropped. One
 * thread at a time; only {@link #close()} may come from another.
 */
final class S3Body extends InputStream {

  static final long DRAINED_BYTES = 256 * 1024;

  private static final Duration MOST_FOR_DRAINING = Duration.ofMillis(100);
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ResponseInputStream<?> in;
  private final Scheduler scheduler;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong left;

  /**
   * A body.
   *
   * @param length bytes that it has
   * @param scheduler cuts a drain short
   */
  S3Body(ResponseInputStream<?> in, long length, Scheduler scheduler) {
    this.in = in;
    this.left = new AtomicLong(length);
    this.scheduler = scheduler;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      passed(1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      passed(read);
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long remaining = left.get();
    if (remaining > DRAINED_BYTES || (remaining > 0 && !drained())) {
      in.abort();
      return;
    }
    try {
      in.close();
    } catch (IOException | RuntimeException e) { // the connection is of no use any more
      in.abort();
    }
  }

  private void passed(long count) {
    left.addAndGet(-count);
  }

  private boolean drained() {
    Scheduler.Task limit;
    try {
      limit = scheduler.schedule("abort-drain", MOST_FOR_DRAINING, in::abort);
    } catch (IllegalStateException e) { // the storage is closed
      return false;
    }
    try {
      byte[] scratch = new byte[BUFFER_BYTES];
      int read = 0;
      while (left.get() > 0 && read >= 0) {
        read = read(scratch, 0, scratch.length);
      }
      return left.get() == 0;
    } catch (IOException | RuntimeException e) { // dropped, by the limit or by the server
      return false;
    } finally {
      limit.cancel();
    }
  }
}
