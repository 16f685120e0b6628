// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a proxy knows: its connections and injections. Guarded by the loop's lock. */
final class Relay {
  private final EventLoop loop = new EventLoop();
  private final Traffic traffic = new Traffic();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final List<Injection> injections = new ArrayList<>();
  private final Set<Injection> refusing = new HashSet<>();
  private final InetSocketAddress target;
  private final long seed;
  private final Listener listener;
  private long acceptedConnections;
  private long injected;

  Relay(InetSocketAddress target, long seed) {
    this.target = target;
    this.seed = seed;
    this.listener = new Listener(loop, this::accept);
  }

  EventLoop loop() {
    return loop;
  }

  Traffic traffic() {
    return traffic;
  }

  long seed() {
    return seed;
  }

  InetSocketAddress address() {
    return listener.address();
  }

  long acceptedConnections() {
    return acceptedConnections;
  }

  int openConnections() {
    return connections.size();
  }

  Injection inject(Direction direction, Fault fault, Trigger trigger) {
    if (loop.closed()) {
      throw new IllegalStateException("the proxy on " + address() + " is closed");
    }
    Injection injection = new Injection(this, ++injected, direction, fault, trigger);
    injections.add(injection);
    Trigger plain = trigger instanceof Trigger.Once once ? once.trigger() : trigger;
    if (fault instanceof Fault.Refuse && plain instanceof Trigger.Immediately) {
      refuse(injection);
    } else {
      List.copyOf(connections).forEach(connection -> connection.arm(injection, 0));
    }
    return injection;
  }

  void remove(Injection injection) {
    if (loop.closed() || !injections.remove(injection)) {
      return;
    }
    injection.markRemoved();
    if (refusing.remove(injection) && refusing.isEmpty()) {
      listener.reopen();
    }
    List.copyOf(connections).forEach(connection -> connection.remove(injection));
  }

  void clear() {
    List.copyOf(injections).forEach(this::remove);
  }

  void refuse(Injection injection) {
    if (refusing.add(injection)) {
      injection.countFired();
      listener.refuse();
    }
  }

  void finished(Connection connection) {
    connections.remove(connection);
  }

  void close() {
    loop.close();
    loop.run(
        () -> {
          connections.clear();
          listener.closeReservation();
        });
  }

  private void accept(SocketChannel client) throws IOException {
    acceptedConnections++;
    Connection connection = new Connection(this, acceptedConnections, client, SocketChannel.open());
    connections.add(connection);
    for (Injection injection : List.copyOf(injections)) {
      connection.arm(injection, injection.nextConnection());
    }
    connection.connect(resolved());
  }

  /** A name is looked up for each connection, so that a changed entry is followed. */
  private InetSocketAddress resolved() {
    return target.isUnresolved()
        ? new InetSocketAddress(target.getHostString(), target.getPort())
        : target;
  }
}
