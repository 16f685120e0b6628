// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.io.IOException;
import java.io.InputStream;

/** The body of a download that breaks off with an exception after some bytes. */
final class BrokenBody extends InputStream {

  private final InputStream body;
  private long left;

  BrokenBody(InputStream body, long bytes) {
    this.body = body;
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      throw new IOException("a fault was injected: the body broke off");
    }
    int count = body.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
