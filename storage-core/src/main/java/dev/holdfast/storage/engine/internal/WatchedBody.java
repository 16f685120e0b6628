// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that fails when its bytes come too slowly: looked at after each read, over the time spent
 * in reads alone. The last bytes are taken however slow they were. One thread at a time.
 */
final class WatchedBody extends BlockStream {

  private final DriverDownload opened;
  private final InputStream body;
  private final TimeLimits limits;
  private final Throughput throughput;
  private long left;

  WatchedBody(DriverDownload opened, TimeLimits limits) {
    this.opened = opened;
    this.body = opened.body();
    this.limits = limits;
    this.throughput = new Throughput(limits);
    this.left = opened.range().length();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long began = limits.ticker().nanos();
    int count = body.read(bytes, offset, length);
    watch(began, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long began = limits.ticker().nanos();
    long skipped = body.skip(count);
    watch(began, skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private void watch(long began, long count) throws IOException {
    left -= Math.max(0L, count);
    boolean more = count >= 0L && left > 0L;
    if (more && throughput.tooLow(limits.ticker().nanos() - began, count)) {
      StorageException slow =
          limits.tooSlow(StorageOperation.DOWNLOAD, opened.info().key(), throughput);
      try {
        body.close();
      } catch (IOException e) {
        slow.addSuppressed(e);
      }
      throw new IOException(slow.getMessage(), slow);
    }
  }
}
