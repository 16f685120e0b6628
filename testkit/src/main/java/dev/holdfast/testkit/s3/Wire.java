// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.testkit.net.Fault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Both directions of one connection. For the connection's thread, but for {@link #close}. */
final class Wire {
  private final Socket transport;
  private final WireInput in;
  private final CountingOutput out;
  private boolean closing;

  /**
   * A connection.
   *
   * @param transport the TCP connection
   * @param channel the same, or what encrypts it
   */
  Wire(Socket transport, Socket channel) throws IOException {
    this.transport = transport;
    this.in = new WireInput(channel.getInputStream());
    this.out = new CountingOutput(channel.getOutputStream());
  }

  WireInput in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** How many bytes were written since the last call. */
  long sent() {
    return out.taken();
  }

  boolean closing() {
    return closing;
  }

  /** Takes no further request. */
  void closeAfterwards() {
    closing = true;
  }

  void end(Fault.Ending ending) throws IOException {
    closing = true;
    switch (ending) {
      case HANG -> in.transferTo(OutputStream.nullOutputStream());
      case CLOSE -> transport.close();
      case RESET -> {
        transport.setSoLinger(true, 0);
        transport.close();
      }
    }
  }

  /** Ends the connection from whatever thread. */
  void close() {
    try {
      transport.close();
    } catch (IOException ignored) { // nobody is left to tell
    }
  }

  /** Counts what is written. */
  private static final class CountingOutput extends BufferedOutputStream {
    private long count;

    CountingOutput(OutputStream out) {
      super(out, 64 * 1024);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, length);
      count += length;
    }

    long taken() {
      long taken = count;
      count = 0;
      return taken;
    }
  }
}
