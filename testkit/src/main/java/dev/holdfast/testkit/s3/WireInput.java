// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes that come over one connection, buffered and counted. For one thread. */
final class WireInput extends InputStream {
  private static final int LINE_LIMIT = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int at;
  private int end;
  private long received;

  WireInput(InputStream in) {
    this.in = in;
  }

  /** How many bytes have been taken from this stream. */
  long received() {
    return received;
  }

  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    received++;
    return buffer[at++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && length >= buffer.length) {
      int direct = in.read(target, offset, length);
      received += Math.max(0, direct);
      return direct;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    received += count;
    return count;
  }

  /**
   * Reads up to and including the next LF.
   *
   * @param raw gets every byte that was read, one character each
   * @return the line without its end
   * @throws EOFException if the stream ends before
   * @throws IOException if the line is longer than 64 KiB
   */
  String line(StringBuilder raw) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = read();
    while (next >= 0) {
      raw.append((char) next);
      if (next == '\n') {
        int length = line.length();
        boolean crlf = length > 0 && line.charAt(length - 1) == '\r';
        return crlf ? line.substring(0, length - 1) : line.toString();
      }
      if (line.length() == LINE_LIMIT) {
        throw new IOException("line longer than " + LINE_LIMIT + " bytes");
      }
      line.append((char) next);
      next = read();
    }
    throw new EOFException("end of stream in a line");
  }

  /** Reads a line whose raw form nobody needs. */
  String line() throws IOException {
    return line(new StringBuilder());
  }

  /** Header values as they are on the wire: one character for each byte. */
  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private boolean fill() throws IOException {
    if (at == end) {
      end = Math.max(0, in.read(buffer));
      at = 0;
    }
    return at < end;
  }
}
