// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One end of a connection: a non-blocking channel and what the loop is to look for on it. */
final class Endpoint {
  private static final int DRAIN_READS = 64;

  private final SocketChannel channel;
  private final SelectionKey key;

  Endpoint(EventLoop loop, SocketChannel channel, int operations, EventLoop.Handler handler)
      throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.key = loop.register(channel, operations, handler);
  }

  /**
   * Reads and drops a chunk; stops looking at the end of the stream, closes on a reset.
   *
   * @return how many bytes came, negative at an end
   */
  static int discard(SelectionKey key) {
    try {
      int count = ((SocketChannel) key.channel()).read(ByteBuffer.allocate(Flow.CHUNK_BYTES));
      if (count < 0) {
        key.interestOpsAnd(~SelectionKey.OP_READ);
      }
      return count;
    } catch (IOException ignored) { // the client has gone
      closeQuietly(key.channel());
      return -1;
    }
  }

  boolean connected() {
    return channel.isConnected();
  }

  /** Begins to connect; true if that is done already. */
  boolean connect(InetSocketAddress target) throws IOException {
    boolean done = channel.connect(target);
    want(SelectionKey.OP_CONNECT, !done);
    return done;
  }

  void finishConnect() throws IOException {
    channel.finishConnect();
    want(SelectionKey.OP_CONNECT, false);
  }

  int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  void want(int operation, boolean wanted) {
    if (key.isValid()) {
      int operations = key.interestOps();
      key.interestOps(wanted ? operations | operation : operations & ~operation);
    }
  }

  /** Sends the end of the stream. */
  void shutdownOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException ignored) { // the peer has gone, and reading from it tells so
    }
  }

  /** Ends in order. Unread bytes would turn the end into a reset, so they are read first. */
  void close() {
    try {
      ByteBuffer waste = ByteBuffer.allocate(Flow.CHUNK_BYTES);
      for (int i = 0; i < DRAIN_READS && connected() && channel.read(waste) > 0; i++) {
        waste.clear();
      }
    } catch (IOException ignored) { // closed or reset by the peer: closing is all that is left
    } finally {
      closeQuietly(channel);
    }
  }

  /** Ends with a TCP reset. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException ignored) { // already closed: nobody is left who could see a reset
    } finally {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException ignored) { // the descriptor is released all the same
    }
  }
}
