// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs clients and background work in virtual time, one thread at a time, as a seed decides.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.seeded(42)) {
 *   Mutex mutex = new Mutex(simulation.environment().waits());
 *   simulation.client("a", () -> transfer(mutex));
 *   simulation.client("b", () -> transfer(mutex));
 *   simulation.run();
 * }
 * }</pre>
 *
 * <p>A client or task runs until it waits through the environment's {@code Waits}, calls {@link
 * #step(String)}, or ends; then the seed chooses who goes on. When nobody can, time jumps to the
 * next deadline. A waiter looks at its condition when its {@code Signal} was announced as changed
 * or its deadline has come, exactly as on real threads, so a forgotten announcement shows as a
 * deadlock or as lost time.
 *
 * <p>Threads belong to a process group, {@link #PROCESS} unless named otherwise. A group can be
 * killed at any point, which runs no more of its effects, and given new clients afterwards.
 *
 * <p>Called by the thread that drives the test while no run is in progress, and by simulated
 * threads during a run; not thread-safe beyond that. Code that blocks on anything but the seams (a
 * lock held by a thread that waits, a real socket, a sleep) stops the simulation, which is reported
 * after some seconds of real time. Whoever builds a simulation closes it.
 */
public final class Simulation implements AutoCloseable {

  /** The process group of clients for which none was named. */
  public static final String PROCESS = "process";

  private final Kernel kernel;
  private final long seed;
  private final Instant start;
  private final SplittableRandom random;
  private final @Nullable SimulationThreads own;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  Simulation(
      Kernel kernel,
      long seed,
      Instant start,
      SplittableRandom random,
      @Nullable SimulationThreads own) {
    this.kernel = kernel;
    this.seed = seed;
    this.start = start;
    this.random = random;
    this.own = own;
  }

  /** A simulation with the usual settings and its own threads. */
  public static Simulation seeded(long seed) {
    return builder().seed(seed).build();
  }

  /** Settings for a simulation. */
  public static SimulationBuilder builder() {
    return new SimulationBuilder();
  }

  /** The seed that decides everything. */
  public long seed() {
    return seed;
  }

  /** The effects for components of {@link #PROCESS}. */
  public Environment environment() {
    return environment(PROCESS);
  }

  /**
   * The effects for components of a process group. After the group was killed, ask again: the
   * scheduler of a dead process takes no work.
   */
  public Environment environment(String group) {
    return group(group).environment();
  }

  /** A client of {@link #PROCESS}; it begins during the run, when the seed chooses it. */
  public SimulatedClient client(String name, ClientBody body) {
    return client(PROCESS, name, body);
  }

  /** A client of a process group. May be called during a run. */
  public SimulatedClient client(String group, String name, ClientBody body) {
    return kernel.client(group(group), name, body);
  }

  /**
   * Runs until all clients have finished; background tasks stay where they are. May be called again
   * after new clients were made.
   *
   * @throws SimulationFailure if a client or task threw, nobody could go on, or the step limit was
   *     reached
   */
  public void run() {
    kernel.run();
  }

  /**
   * Marks a point at which another thread may get its turn and a little time may pass. Models of
   * disks and networks call it before each effect. On the driving thread it does nothing.
   *
   * @param label what comes next, for the trace; not derived from anything that differs between two
   *     runs of one seed
   */
  public void step(String label) {
    kernel.step(label);
  }

  /** Lets time pass while nobody runs, as when the whole machine is stopped. */
  public void advance(Duration duration) {
    kernel.requireAlive();
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + duration);
    }
    kernel.time().advance(duration.toNanos());
  }

  /** Moves the wall clock of a process group, which leaves its ticker alone. */
  public void shiftClock(String group, Duration by) {
    kernel.requireAlive();
    group(group).shiftClock(by);
  }

  /** Interrupts a client: its current or next wait throws. */
  public void interrupt(SimulatedClient client) {
    kernel.requireAlive();
    if (!(client instanceof Strand strand) || strand.kernel() != kernel) {
      throw new IllegalArgumentException("not a client of this simulation: " + client.name());
    }
    strand.interrupt();
  }

  /**
   * Kills a process group: its threads run no further effect, not even in {@code finally} blocks,
   * and its background work is forgotten. What they had not begun was not done. A thread of the
   * group that calls this does not return from it, except within {@link #atStep}.
   */
  public void kill(String group) {
    kernel.kill(group(group));
  }

  /** Kills {@link #PROCESS}. */
  public void crash() {
    kill(PROCESS);
  }

  /** Stops a process group from the next step of its threads on, while time goes on for others. */
  public void freeze(String group) {
    kernel.requireAlive();
    group(group).freeze(true);
  }

  /** Lets a frozen process group go on. */
  public void thaw(String group) {
    kernel.requireAlive();
    group(group).freeze(false);
  }

  /**
   * Does something when the simulation reaches a step, before what the step announces: typically a
   * kill and the making of new clients.
   *
   * @param step number of the step, from one, as in the {@link #trace()}
   * @param action does not wait
   */
  public void atStep(int step, Runnable action) {
    kernel.requireAlive();
    kernel.actions().add(step, action);
  }

  /** How many steps have been taken. */
  public int steps() {
    return kernel.trace().size();
  }

  /** Virtual time since the beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(kernel.time().nanos());
  }

  /** All steps so far. */
  public List<TraceEvent> trace() {
    return kernel.trace().events();
  }

  /** A hash over all steps so far: two runs of one seed agree on it. */
  public long traceHash() {
    return kernel.trace().hash();
  }

  /** Ends all simulated threads and gives the platform threads back. Idempotent. */
  @Override
  public void close() {
    kernel.close();
    if (own != null) {
      own.close();
    }
  }

  /** Counts the lives of a process group. */
  long incarnation(String group) {
    return group(group).incarnation();
  }

  /** A thread of a process group that begins after a delay and is no client. */
  void spawn(String group, String name, Duration delay, ClientBody body) {
    kernel.requireAlive();
    Strand ignored = kernel.spawn(group(group), name, body, null, delay); // ends by itself
  }

  /** A failure found by a check after the run. */
  SimulationFailure failure(String what, Throwable cause) {
    return kernel.outcome().failure(what, "", cause);
  }

  /** A new stream of random numbers that depends on the seed and on how many were made before. */
  SplittableRandom stream() {
    return random.split();
  }

  private Group group(String name) {
    return groups.computeIfAbsent(name, any -> new Group(kernel, name, start, random));
  }
}
