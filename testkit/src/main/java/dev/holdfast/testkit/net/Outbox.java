// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Parcels that have passed all faults and wait for their time or for room at the receiver. Guarded
 * by the loop's lock.
 */
final class Outbox {
  /** Who is told what became of the parcels. */
  interface Owner {
    boolean delays();

    void delivered(int bytes);

    /** A mark that ends more than this direction was reached. */
    void ended(Parcel.End end);

    /** It is time to call {@link Outbox#flush} again. */
    void flush();

    /** There were bytes for a receiver that has gone. */
    void sinkGone();
  }

  private final ArrayDeque<Parcel> queue = new ArrayDeque<>();
  private final EventLoop loop;
  private final Endpoint sink;
  private final Owner owner;
  private EventLoop.@Nullable Timer timer;
  private long queuedBytes;
  private boolean shut;
  private boolean gone;

  Outbox(EventLoop loop, Endpoint sink, Owner owner) {
    this.loop = loop;
    this.sink = sink;
    this.owner = owner;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  long queuedBytes() {
    return queuedBytes;
  }

  /**
   * Takes a parcel; {@link #flush} delivers it. A sender's reset behind bytes that are still under
   * way becomes an orderly end, so that the bytes arrive.
   */
  void add(Parcel parcel) {
    if (parcel.end() == Parcel.End.BROKEN && !queue.isEmpty()) {
      queue.add(Parcel.mark(Parcel.End.ORDERLY, parcel.dueNanos()));
    } else if (parcel.marks()) {
      queue.add(parcel);
    } else if (gone) {
      owner.sinkGone();
    } else if (!shut && parcel.sizeBytes() > 0) {
      queue.add(parcel);
      queuedBytes += parcel.sizeBytes();
    }
  }

  /** Delivers what is due and fits. */
  void flush() {
    if (!sink.connected()) {
      return;
    }
    sink.want(SelectionKey.OP_WRITE, false);
    while (!queue.isEmpty()) {
      Parcel head = queue.element();
      if (owner.delays() && head.dueNanos() > loop.nanos()) {
        wakeAt(head.dueNanos());
        return;
      }
      if (head.marks()) {
        queue.remove();
        end(head.end());
      } else if (!write(head)) {
        return;
      }
    }
  }

  /** Drops everything, for good. */
  void discard() {
    if (timer != null) {
      timer.cancel();
    }
    gone = true;
    queue.clear();
    queuedBytes = 0;
  }

  private boolean write(Parcel head) {
    try {
      int written = sink.write(head.bytes());
      queuedBytes -= written;
      owner.delivered(written);
    } catch (IOException ignored) { // the receiver has gone; the owner decides what follows
      discard();
      owner.sinkGone();
      return false;
    }
    if (head.bytes().hasRemaining()) {
      sink.want(SelectionKey.OP_WRITE, true);
      return false;
    }
    queue.remove();
    return true;
  }

  private void end(Parcel.End end) {
    if (end == Parcel.End.ORDERLY) {
      shut = true;
      sink.shutdownOutput();
    } else {
      owner.ended(end);
    }
  }

  private void wakeAt(long dueNanos) {
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.schedule(dueNanos, owner::flush);
  }
}
