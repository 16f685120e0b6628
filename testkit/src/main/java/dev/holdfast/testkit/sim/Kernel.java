// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The seams: what a simulated thread passes through, and how control goes from one to the next.
 *
 * <p>Implementation notes.
 *
 * <ul>
 *   <li>Invariant: of the simulated threads and the driving thread exactly one runs, the one whose
 *       baton was passed last. All state of a simulation belongs to it, without locks; passing the
 *       baton publishes it.
 *   <li>Control changes in {@link #giveWay} and {@link #ended} only, and for a kill in {@link
 *       Reaper}.
 *   <li>An action at a step runs on the thread that reaches the step. If it kills the process of
 *       that very thread, death comes when the action has returned.
 * </ul>
 */
final class Kernel {

  private final Outcome outcome;
  private final SimulationThreads threads;
  private final Dice dice;
  private final VirtualTime time = new VirtualTime();
  private final Trace trace = new Trace();
  private final Strands strands = new Strands();
  private final SimulatedWaits waits = new SimulatedWaits(this);
  private final StepActions actions = new StepActions();
  private final Driver driver;
  private final Reaper reaper;
  private @Nullable Strand acting;

  Kernel(long seed, Dice dice, SimulationThreads threads, long stepLimit, Duration stallAfter) {
    this.dice = dice;
    this.threads = threads;
    this.outcome = new Outcome(seed, trace, time, strands);
    this.driver = new Driver(outcome, trace, stepLimit, stallAfter);
    this.reaper = new Reaper(strands, outcome, driver);
  }

  VirtualTime time() {
    return time;
  }

  SimulatedWaits waits() {
    return waits;
  }

  Trace trace() {
    return trace;
  }

  Outcome outcome() {
    return outcome;
  }

  Strands strands() {
    return strands;
  }

  StepActions actions() {
    return actions;
  }

  void step(String label) {
    Strand strand = here();
    if (strand == null || strand == acting) {
      return;
    }
    pass(strand, label);
    if (strand.takeInterrupt()) {
      Thread.currentThread().interrupt();
    }
  }

  boolean await(Signal signal, Deadline deadline) throws InterruptedException {
    Strand strand = here();
    if (strand == null || strand == acting) {
      return awaitOutside(signal);
    }
    throwIfInterrupted(strand);
    long until = time.at(deadline);
    pass(strand, "wait");
    while (true) {
      throwIfInterrupted(strand);
      long seen = signal.changes();
      if (signal.holds()) {
        return true;
      }
      if (until <= time.nanos()) {
        return false;
      }
      strand.waitFor(signal, seen, until);
      giveWay(strand);
    }
  }

  /** Fails if the calling thread belongs to a killed process. */
  void requireAlive() {
    Strand ignored = here(); // throws if it is dead
  }

  /** The simulated thread that calls, or null if the driving thread does. */
  private @Nullable Strand here() {
    Strand strand = caller();
    if (strand == null) {
      driver.requireIdle();
    } else if (strand != acting) {
      reaper.dieIfKilled(strand);
    }
    return strand;
  }

  private @Nullable Strand caller() {
    if (Thread.currentThread() instanceof Worker worker) {
      Strand strand = worker.strand();
      return strand != null && strand.kernel() == this ? strand : null;
    }
    return null;
  }

  private static boolean awaitOutside(Signal signal) {
    if (!signal.holds()) {
      throw new IllegalStateException(
          "only clients and tasks of a simulation can wait; run this inside client(...)");
    }
    return true;
  }

  private static void throwIfInterrupted(Strand strand) throws InterruptedException {
    boolean delivered = strand.takeInterrupt();
    if (Thread.interrupted() || delivered) {
      throw new InterruptedException();
    }
  }

  /** One step: traced, timed, and a point at which another thread may get its turn. */
  private void pass(Strand strand, String label) {
    trace.add(strand.name(), label, time.nanos());
    time.advance(dice.stepNanos());
    if (actions.due(trace.size())) {
      acting = strand;
      try {
        actions.run(trace.size());
      } finally {
        acting = null;
      }
      reaper.dieIfKilled(strand);
    }
    if (driver.stepLimitReached()) {
      outcome.fail("step limit reached: livelock, or a limit too low");
    }
    strand.becomeReady();
    if (dice.changesThread() || strand.group().frozen() || driver.ends()) {
      giveWay(strand);
    }
  }

  /** Hands over to whoever is chosen; returns when the calling thread is chosen again. */
  private void giveWay(Strand strand) {
    Strand next = next();
    if (next != strand) {
      Baton own = Baton.of(strand);
      resume(next);
      own.await();
      reaper.dieIfKilled(strand);
    }
    strand.becomeReady();
  }

  /** Who runs next; null is the driving thread, because the run is over. */
  private @Nullable Strand next() {
    if (driver.ends()) {
      return null;
    }
    Strand next = strands.pick(dice, time);
    if (next == null) {
      outcome.fail("nobody can go on (deadlock)");
    }
    return next;
  }

  private void resume(@Nullable Strand next) {
    if (next == null) {
      driver.resume();
    } else {
      workerOf(next).baton().pass();
    }
  }

  private Worker workerOf(Strand strand) {
    Worker worker = strand.worker();
    if (worker == null) {
      worker = threads.take();
      strand.startOn(worker);
      worker.bind(strand);
    }
    return worker;
  }

  Strand client(Group group, String name, ClientBody body) {
    requireAlive();
    Strand strand = new Strand(this, group, name, body, null, true, time.nanos());
    strands.add(strand);
    driver.clientAdded();
    return strand;
  }

  Strand spawn(
      Group group, String name, ClientBody body, @Nullable SimulatedTask task, Duration delay) {
    long nanos = delay.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : delay.toNanos();
    Strand strand = new Strand(this, group, name, body, task, false, time.in(nanos));
    strands.add(strand);
    return strand;
  }

  void run() {
    driver.requireIdle();
    driver.run(() -> resume(next()));
  }

  /**
   * The body of a simulated thread has ended.
   *
   * @return who goes on, on the same worker; null if the worker has been released and the baton
   *     passed on
   */
  @Nullable Strand ended(Strand strand, @Nullable Throwable thrown, Worker worker) {
    strands.forget(strand);
    if (!strand.killed()) {
      settle(strand, thrown);
    }
    Baton killer = reaper.takeKiller();
    if (killer != null) {
      threads.release(worker);
      killer.pass();
      return null;
    }
    Strand next = next();
    if (next != null && !next.started()) {
      next.startOn(worker);
      return next;
    }
    threads.release(worker);
    resume(next);
    return null;
  }

  private void settle(Strand strand, @Nullable Throwable thrown) {
    if (strand.client()) {
      driver.clientEnded();
    }
    SimulatedTask task = strand.task();
    if (thrown != null) {
      outcome.threw(strand, thrown);
    }
    if (task != null) {
      task.ran(strand);
    }
  }

  /** Ends all threads of a process; the calling thread last, if it is one of them. */
  void kill(Group group) {
    Strand caller = here();
    trace.add(caller == null ? "test" : caller.name(), "kill " + group.name(), time.nanos());
    group.renew();
    reaper.kill(group, caller);
    if (caller != null && caller != acting) {
      reaper.dieIfKilled(caller);
    }
  }

  /** Unwinds whatever is left. */
  void close() {
    driver.requireIdle();
    if (driver.close()) {
      reaper.killAll();
    }
  }
}
