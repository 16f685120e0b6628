// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network between named endpoints of a {@link Simulation} that delays, loses, repeats, reorders
 * and holds messages as the seed and the {@link NetConditions} decide, and that a test cuts and
 * heals.
 *
 * <p>An endpoint is the process group of the same name: when that is killed, its listeners are
 * gone, requests in its hands are lost and messages on their way to it too, until a new life
 * listens again; while it is frozen, what arrives waits. Held-back messages outlive both.
 *
 * <p>A caller sees what a socket would show: {@link ConnectException} (nobody listens; surely not
 * handled), {@link SocketException} (reset; handled or not), {@link SocketTimeoutException}
 * (silence until the deadline; handled, not handled, or yet to be handled). Same thread rules as
 * the simulation.
 *
 * @param <Q> type of requests and one-way messages
 * @param <R> type of replies
 */
public final class SimulatedNet<Q, R> {

  private record Route(String from, String to) {}

  private record Listener<Q, R>(NetHandler<Q, R> handler, long incarnation) {}

  private final Simulation simulation;
  private final SplittableRandom random;
  private final Map<String, Listener<Q, R>> listeners = new LinkedHashMap<>();
  private final Map<Route, Link> links = new LinkedHashMap<>();
  private NetConditions conditions;

  private SimulatedNet(Simulation simulation, NetConditions conditions) {
    this.simulation = simulation;
    this.conditions = conditions;
    this.random = simulation.stream();
  }

  /** A net without listeners. */
  public static <Q, R> SimulatedNet<Q, R> on(Simulation simulation, NetConditions conditions) {
    return new SimulatedNet<>(simulation, conditions);
  }

  /** What happens to messages sent from now on. */
  public void conditions(NetConditions changed) {
    conditions = changed;
  }

  /** Makes the present life of {@code endpoint} answer; replaces its handler. */
  public void listen(String endpoint, NetHandler<Q, R> handler) {
    listeners.put(endpoint, new Listener<>(handler, simulation.incarnation(endpoint)));
  }

  /** Makes {@code endpoint} refuse, as a host without the server process. */
  public void stop(String endpoint) {
    listeners.remove(endpoint);
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @throws IOException as the class comment says
   * @throws InterruptedException if the calling client is interrupted; the request may be handled
   */
  public R call(String from, String to, Q request, Deadline deadline)
      throws IOException, InterruptedException {
    simulation.step("call " + to);
    Exchange<R> exchange = new Exchange<>();
    if (lost(from, to, conditions.lostRequests())) {
      reset(from, to, exchange);
    } else {
      ClientBody serving = () -> serve(from, to, request, exchange);
      transmit(from, to, requestDelay(), serving);
      if (happens(conditions.duplicates())) {
        transmit(from, to, requestDelay(), serving);
      }
    }
    if (!simulation.environment(from).waits().await(exchange.over(), deadline)) {
      throw new SocketTimeoutException("no reply from " + to + " to " + from + " in time");
    }
    return exchange.result();
  }

  /** Sends a message that is not answered; nobody learns whether it arrived. */
  public void send(String from, String to, Q message) {
    simulation.step("send " + to);
    if (lost(from, to, conditions.lostRequests())) {
      return;
    }
    ClientBody receiving = () -> receive(from, to, message);
    transmit(from, to, requestDelay(), receiving);
    if (happens(conditions.duplicates())) {
      transmit(from, to, requestDelay(), receiving);
    }
  }

  /** Loses everything between two endpoints, both ways, also what is on its way. */
  public void partition(String one, String other) {
    cut(one, other);
    cut(other, one);
  }

  /** Loses everything in one direction, also what is on its way. */
  public void cut(String from, String to) {
    link(from, to).cut(true);
  }

  /** Ends all partitions and cuts. */
  public void heal() {
    links.values().forEach(link -> link.cut(false));
  }

  /** Ends the partition between two endpoints. */
  public void heal(String one, String other) {
    link(one, other).cut(false);
    link(other, one).cut(false);
  }

  /** Holds back what is sent in one direction from now on, until {@link #release}. */
  public void hold(String from, String to) {
    link(from, to).hold();
  }

  /** Delivers what was held back. */
  public void release(String from, String to) {
    link(from, to).release();
  }

  private void serve(String from, String to, Q request, Exchange<R> exchange) throws Exception {
    Listener<Q, R> listener = listeners.get(to);
    if (listener == null || listener.incarnation() != simulation.incarnation(to)) {
      ConnectException refused = new ConnectException("Connection refused: " + to);
      transmit(to, from, delay(), () -> exchange.fail(refused));
      return;
    }
    R reply = listener.handler().handle(from, request);
    if (lost(to, from, conditions.lostReplies())) {
      reset(from, to, exchange);
    } else {
      transmit(to, from, delay(), () -> exchange.complete(reply));
    }
  }

  private void receive(String from, String to, Q message) throws Exception {
    Listener<Q, R> listener = listeners.get(to);
    if (listener != null && listener.incarnation() == simulation.incarnation(to)) {
      R ignored = listener.handler().handle(from, message); // nobody waits for it
    }
  }

  private void reset(String from, String to, Exchange<R> exchange) {
    if (!link(to, from).cut() && happens(conditions.resets())) {
      SocketException reset = new SocketException("Connection reset");
      transmit(to, from, delay(), () -> exchange.fail(reset));
    }
  }

  private void transmit(String from, String to, Duration delay, ClientBody effect) {
    Link link = link(from, to);
    if (link.holding()) {
      link.holdBack(() -> transmit(from, to, delay, effect));
      return;
    }
    String label = from + ">" + to;
    ClientBody arriving =
        () -> {
          if (!link.cut()) {
            effect.run();
          }
        };
    if (conditions.ordered()) {
      long now = simulation.elapsed().toNanos();
      long arrival = link.enqueue(arriving, now + delay.toNanos(), simulation.incarnation(to));
      simulation.spawn(to, label, Duration.ofNanos(arrival - now), link::deliverNext);
    } else {
      simulation.spawn(to, label, delay, arriving);
    }
  }

  private boolean lost(String from, String to, double rate) {
    return happens(rate) || link(from, to).cut();
  }

  private Duration requestDelay() {
    return happens(conditions.held()) ? conditions.heldFor().plus(delay()) : delay();
  }

  private Duration delay() {
    long least = conditions.shortestDelay().toNanos();
    return Duration.ofNanos(
        least + random.nextLong(conditions.longestDelay().toNanos() - least + 1));
  }

  private boolean happens(double rate) {
    return rate > 0 && random.nextDouble() < rate;
  }

  private Link link(String from, String to) {
    return links.computeIfAbsent(new Route(from, to), any -> new Link());
  }
}
