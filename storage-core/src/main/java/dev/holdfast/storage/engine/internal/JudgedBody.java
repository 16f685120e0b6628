// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body of which a breaker hears once if it fails while it is read. A read that fails because the
 * body was closed beside it, or its thread interrupted, says nothing.
 */
final class JudgedBody extends FilterInputStream {

  private final Gate gate;
  private final AtomicBoolean settled = new AtomicBoolean();

  JudgedBody(InputStream body, Gate gate) {
    super(body);
    this.gate = gate;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      failed(e);
      throw e;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (IOException | RuntimeException e) {
      failed(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    settled.set(true);
    super.close();
  }

  private void failed(Exception e) {
    if (!Thread.currentThread().isInterrupted() && settled.compareAndSet(false, true)) {
      gate.failed(verdict(e));
    }
  }

  private static Verdict verdict(Exception e) {
    if (e instanceof IOException) {
      return e.getCause() instanceof StorageException told
          ? Verdict.of(told, true)
          : Verdict.FAILED;
    }
    return Verdict.of(e, true);
  }
}
