// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * One direction of a connection: reads the sender, passes the bytes through the faults at work, and
 * delivers them to the receiver. Guarded by the loop's lock.
 */
final class Flow implements Outbox.Owner {
  /** The most that is read at once. */
  static final int CHUNK_BYTES = 16 * 1024;

  /** The sender is not read while so much is under way to the receiver. */
  private static final long UNDER_WAY_BYTES = 256 * 1024;

  private static final int LAST_READS = 64;

  private final Connection connection;
  private final Direction direction;
  private final Endpoint source;
  private final EventLoop loop;
  private final Traffic traffic;
  private final Outbox outbox;
  private final Chain chain;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
  private long receivedBytes;
  private boolean sourceEnded;

  Flow(Connection connection, Direction direction, Endpoint source, Endpoint sink) {
    this.connection = connection;
    this.direction = direction;
    this.source = source;
    this.loop = connection.loop();
    this.traffic = connection.traffic();
    this.outbox = new Outbox(loop, sink, this);
    this.chain = new Chain(outbox::add);
  }

  long receivedBytes() {
    return receivedBytes;
  }

  /** Whether the sender has ended and nothing is under way. */
  boolean done() {
    return sourceEnded && !underWay();
  }

  /** Whether bytes or an end are still to be delivered. */
  boolean underWay() {
    return !outbox.isEmpty() || chain.keeps();
  }

  void begin(Injection injection, Stage stage) {
    chain.add(injection, stage);
  }

  void remove(Injection injection) {
    chain.remove(injection);
    flush();
  }

  /** Reads one chunk; false if there was none. */
  boolean readable() {
    int count;
    try {
      count = source.read(buffer.clear());
    } catch (IOException ignored) { // the sender's reset is passed on as a mark
      endSource(Parcel.End.BROKEN);
      return false;
    }
    if (count < 0) {
      endSource(Parcel.End.ORDERLY);
    } else if (count > 0) {
      byte[] chunk = new byte[count];
      buffer.flip().get(chunk);
      long offset = receivedBytes;
      receivedBytes += count;
      traffic.received(direction, count);
      connection.received(direction, chunk, offset);
      flush();
    }
    return count > 0;
  }

  /** Passes a part of a chunk through the faults. */
  void pass(byte[] chunk, int from, int to, long offset) {
    if (to > from) {
      ByteBuffer bytes = ByteBuffer.wrap(chunk, from, to - from);
      chain.pass(Parcel.data(bytes, offset + from, loop.nanos()));
    }
  }

  /** Reads what the sender has sent so far; then no more. */
  void readLast() {
    int reads = 0;
    while (reads < LAST_READS && reading() && readable()) {
      reads++;
    }
  }

  void endSource(Parcel.End end) {
    if (!sourceEnded) {
      sourceEnded = true;
      chain.pass(Parcel.mark(end, loop.nanos()));
      flush();
    }
  }

  void discard() {
    outbox.discard();
  }

  @Override
  public void flush() {
    outbox.flush();
    source.want(SelectionKey.OP_READ, reading());
    connection.settle();
  }

  @Override
  public boolean delays() {
    return chain.delays();
  }

  @Override
  public void delivered(int bytes) {
    traffic.delivered(direction, bytes);
  }

  @Override
  public void ended(Parcel.End end) {
    connection.finish(end != Parcel.End.CUT_CLOSE);
  }

  @Override
  public void sinkGone() {
    connection.sinkGone(direction);
  }

  private boolean reading() {
    return connection.established()
        && !sourceEnded
        && outbox.queuedBytes() < UNDER_WAY_BYTES
        && !chain.full();
  }
}
