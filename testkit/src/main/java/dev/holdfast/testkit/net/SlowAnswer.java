// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** An answer on its way to one client, byte by byte. Guarded by the loop's lock. */
final class SlowAnswer {
  private static final long SECOND = 1_000_000_000L;

  private final EventLoop loop;
  private final Endpoint client;
  private final ByteBuffer answer;
  private final long bytesPerSecond;
  private long startNanos = -1;

  private SlowAnswer(EventLoop loop, SocketChannel channel, byte[] answer, long bytesPerSecond)
      throws IOException {
    this.loop = loop;
    this.answer = ByteBuffer.wrap(answer);
    this.bytesPerSecond = bytesPerSecond;
    this.client = new Endpoint(loop, channel, SelectionKey.OP_READ, this::readable);
  }

  static void serve(EventLoop loop, SocketChannel channel, byte[] answer, long bytesPerSecond)
      throws IOException {
    SlowAnswer unused = new SlowAnswer(loop, channel, answer, bytesPerSecond);
  }

  private void readable(SelectionKey key) {
    if (Endpoint.discard(key) > 0 && startNanos < 0) {
      startNanos = loop.nanos();
      sendDue();
    }
  }

  /** Sends the bytes whose time has come, each with a write of its own. */
  private void sendDue() {
    int end = answer.capacity();
    try {
      while (answer.position() < end && dueNanos() <= loop.nanos()) {
        answer.limit(answer.position() + 1);
        if (client.write(answer) == 0) {
          break;
        }
      }
    } catch (IOException ignored) { // the client has gone
      client.reset();
      return;
    }
    if (answer.position() == end) {
      client.shutdownOutput();
    } else {
      loop.schedule(Math.max(dueNanos(), loop.nanos() + SECOND / 1000), this::sendDue);
    }
  }

  private long dueNanos() {
    return startNanos + (long) ((double) SECOND * answer.position() / bytesPerSecond);
  }
}
