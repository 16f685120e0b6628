// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The body of one request on the wire, until somebody has read it. For one thread. */
final class RequestBody extends InputStream {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final RequestHead head;
  private final WireInput in;
  private final OutputStream out;
  private final InputStream framed;
  private final long start;
  private boolean permissionDue;
  private boolean ended;

  /**
   * The body behind a head.
   *
   * @param silent whether a client that waits for 100 waits in vain
   * @throws IOException if its length is not understood
   */
  RequestBody(RequestHead head, WireInput in, OutputStream out, boolean silent) throws IOException {
    this.head = head;
    this.in = in;
    this.out = out;
    this.start = in.received();
    this.permissionDue = head.expectsContinue() && !silent;
    if (chunked()) {
      framed = new ChunkedInput(in);
    } else {
      framed = new FixedInput(in, length());
    }
    ended = !chunked() && length() == 0;
  }

  /** Whether the client sends chunks in the form of HTTP/1.1. */
  boolean chunked() {
    return head.headers().lists("transfer-encoding", "chunked");
  }

  /** Whether the end was read. */
  boolean ended() {
    return ended;
  }

  /** How many bytes have come, frames included. */
  long received() {
    return in.received() - start;
  }

  /** Whether the client still waits for permission, and may never send the body. */
  boolean unasked() {
    return head.expectsContinue() && received() == 0 && !ended;
  }

  /** Reads to the end and forgets what comes. */
  void discard() throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int count = ended ? -1 : read(buffer);
    while (count >= 0) {
      count = read(buffer);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (permissionDue) {
      permissionDue = false;
      out.write(WireInput.bytes(CONTINUE));
      out.flush();
    }
    int count = framed.read(target, offset, length);
    ended |= count < 0;
    return count;
  }

  private long length() throws IOException {
    String text = head.headers().get("content-length", "0");
    if (!text.matches("\\d{1,18}")) {
      throw new IOException("not a length: " + text);
    }
    return Long.parseLong(text);
  }
}
