// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;

/**
 * A client's connection, its twin to the server, and the two flows between them. Guarded by the
 * loop's lock.
 *
 * <p>Implementation notes. Ends travel: an orderly end of one sender is passed on when all bytes
 * before it are delivered; a reset is passed on as a reset. When a receiver has gone while bytes of
 * its own are still under way to the other side (a held request whose client gave up), the other
 * side is read and its bytes are dropped; otherwise it is reset too. The connection is over when
 * both senders have ended and nothing is under way, or when a fault cuts it.
 */
final class Connection {
  private final Relay relay;
  private final long number;
  private final Endpoint client;
  private final Endpoint server;
  private final Flow upstream;
  private final Flow downstream;
  private final Watches watches;
  private boolean finished;

  /** Takes over both channels; {@code serverChannel} has not begun to connect. */
  Connection(Relay relay, long number, SocketChannel clientChannel, SocketChannel serverChannel)
      throws IOException {
    this.relay = relay;
    this.number = number;
    serverChannel.setOption(StandardSocketOptions.SO_RCVBUF, Listener.BUFFER_BYTES);
    this.server = new Endpoint(relay.loop(), serverChannel, 0, this::serverReady);
    this.client = new Endpoint(relay.loop(), clientChannel, 0, this::clientReady);
    this.upstream = new Flow(this, Direction.UPSTREAM, client, server);
    this.downstream = new Flow(this, Direction.DOWNSTREAM, server, client);
    this.watches = new Watches(relay.loop(), this::begin);
  }

  EventLoop loop() {
    return relay.loop();
  }

  Traffic traffic() {
    return relay.traffic();
  }

  Draw draw(Injection injection) {
    return new Draw(relay.seed(), injection.number(), number);
  }

  boolean established() {
    return server.connected();
  }

  void connect(InetSocketAddress target) {
    try {
      if (!finished && server.connect(target)) {
        flushBoth();
      }
    } catch (IOException | UnresolvedAddressException ignored) { // no server: the client is reset
      finish(true);
    }
  }

  void arm(Injection injection, long numberSinceInjection) {
    if (!finished) {
      watches.arm(injection, numberSinceInjection, direction -> flow(direction).receivedBytes());
      flushBoth();
    }
  }

  void remove(Injection injection) {
    watches.remove(injection);
    flow(injection.direction()).remove(injection);
  }

  /** Lets a chunk meet triggers and passes it on, in the order of its bytes. */
  void received(Direction direction, byte[] chunk, long offset) {
    int from = 0;
    for (Watches.Hit hit : watches.scan(direction, chunk, offset)) {
      flow(direction).pass(chunk, from, hit.at(), offset);
      from = hit.at();
      watches.meet(hit.watch(), false);
    }
    flow(direction).pass(chunk, from, chunk.length, offset);
  }

  /** Ends the client's side alone; the server gets all that the client has sent. */
  void endClient(Fault.Ending ending) {
    if (ending == Fault.Ending.HANG) {
      return;
    }
    upstream.readLast();
    if (ending == Fault.Ending.RESET) {
      client.reset();
    } else {
      client.close();
    }
    upstream.endSource(Parcel.End.ORDERLY);
  }

  /** There were bytes for a receiver that has gone. */
  void sinkGone(Direction direction) {
    flow(direction).discard();
    Direction back = direction == Direction.UPSTREAM ? Direction.DOWNSTREAM : Direction.UPSTREAM;
    if (!flow(back).underWay()) {
      finish(true);
    }
  }

  /** Finishes if there is nothing left to do. */
  void settle() {
    if (upstream.done() && downstream.done()) {
      finish(false);
    }
  }

  void finish(boolean reset) {
    if (finished) {
      return;
    }
    finished = true;
    watches.cancel();
    upstream.discard();
    downstream.discard();
    if (reset) {
      client.reset();
      server.reset();
    } else {
      client.close();
      server.close();
    }
    relay.finished(this);
  }

  private void begin(Injection injection, boolean byTime) {
    if (finished) {
      return;
    }
    if (injection.fault() instanceof Fault.Refuse) {
      relay.refuse(injection);
    } else if (byTime && injection.fault() instanceof Fault.Reset) {
      injection.countFired();
      finish(true);
    } else {
      flow(injection.direction()).begin(injection, Stages.of(injection, this));
      flushBoth();
    }
  }

  private void flushBoth() {
    upstream.flush();
    downstream.flush();
  }

  private Flow flow(Direction direction) {
    return direction == Direction.UPSTREAM ? upstream : downstream;
  }

  private void clientReady(SelectionKey key) {
    ready(key, upstream, downstream);
  }

  private void serverReady(SelectionKey key) {
    if (key.isConnectable()) {
      try {
        server.finishConnect();
        flushBoth();
      } catch (IOException ignored) { // the server cannot be reached: the client sees a reset
        finish(true);
      }
    } else {
      ready(key, downstream, upstream);
    }
  }

  private static void ready(SelectionKey key, Flow from, Flow to) {
    if (key.isWritable()) {
      to.flush();
    }
    if (key.isValid() && key.isReadable()) {
      from.readable();
    }
  }
}
