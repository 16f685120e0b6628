// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pool of platform threads that simulations reuse, because starting a thread costs more than a
 * schedule of two hundred steps.
 *
 * <p>Thread-safe; several simulations may draw from one pool at the same time. All threads are
 * daemons. Whoever made the pool closes it, after the simulations. A thread keeps its thread-locals
 * from one simulation to the next, as those of any pool do.
 */
public final class SimulationThreads implements AutoCloseable {

  private static final long JOIN_MILLIS = 5_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final List<Worker> all = new ArrayList<>();
  private boolean closed;

  private SimulationThreads() {}

  /** An empty pool; threads are started as simulations need them. */
  public static SimulationThreads create() {
    return new SimulationThreads();
  }

  /** An idle thread, or a new one. */
  Worker take() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the pool of simulation threads is closed");
      }
      Worker worker = idle.poll();
      if (worker == null) {
        worker = new Worker();
        all.add(worker);
        worker.start();
      }
      return worker;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a thread back; called by the thread itself when it has nothing left to run. */
  void release(Worker worker) {
    worker.bind(null);
    lock.lock();
    try {
      if (closed) {
        worker.baton().pass();
      } else {
        idle.push(worker);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends all idle threads and waits for their end, five seconds at most. A thread that is still
   * bound to an open simulation ends when that is closed. Idempotent.
   */
  @Override
  public void close() {
    List<Worker> ending;
    lock.lock();
    try {
      closed = true;
      ending = new ArrayList<>(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    ending.forEach(worker -> worker.baton().pass());
    try {
      for (Worker worker : ending) {
        worker.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
