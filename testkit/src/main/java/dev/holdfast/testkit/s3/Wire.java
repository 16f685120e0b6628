// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.testkit.net.Fault;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Both directions of one connection. For the connection's thread, but for {@link #close}. */
final class Wire {
  private static final int FAREWELL_MILLIS = 10_000;

  private final Socket transport;
  private final Socket channel;
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
    this.channel = channel;
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

  /** Ends after an answer: a client that is still sending gets to read it. */
  void farewell() throws IOException {
    channel.shutdownOutput();
    transport.setSoTimeout(FAREWELL_MILLIS);
    long ignored = in.transferTo(OutputStream.nullOutputStream());
    channel.close();
  }

  void end(Fault.Ending ending) throws IOException {
    closing = true;
    switch (ending) {
      case HANG -> in.transferTo(OutputStream.nullOutputStream());
      case CLOSE -> channel.close();
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
  private static final class CountingOutput extends FilterOutputStream {
    private long written;

    CountingOutput(OutputStream out) {
      super(new BufferedOutputStream(out, 64 * 1024));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written += length;
    }

    long taken() {
      long taken = written;
      written = 0;
      return taken;
    }
  }
}
