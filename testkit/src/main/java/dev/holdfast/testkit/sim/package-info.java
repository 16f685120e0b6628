// SPDX-License-Identifier: Apache-2.0
/**
 * A simulator: threads, time, chance, background work and a network under one 64-bit seed, so that
 * code with many threads and many faults runs fast and the same seed runs the same way twice.
 *
 * <p>Start at {@link dev.holdfast.testkit.sim.Simulation}. Reading order: {@link
 * dev.holdfast.testkit.sim.Simulation}, {@link dev.holdfast.testkit.sim.Schedules} (many seeds),
 * {@link dev.holdfast.testkit.sim.SimulatedNet}; inside, {@code Kernel}, then {@code Strand}.
 *
 * <p>Of all simulated threads exactly one runs at a time; control changes only when a thread waits
 * through {@link dev.holdfast.resilience.Waits}, takes a step, or ends. Whoever builds a simulation
 * closes it; a failure is thrown by the run and names its seed.
 *
 * <p>Faults of real sockets and of disks live in other packages of the test kit; a disk model calls
 * {@link dev.holdfast.testkit.sim.Simulation#step(String)} at each of its calls and needs nothing
 * else from here. Races between two plain memory accesses with no seam between them are beyond this
 * simulator.
 */
@NullMarked
package dev.holdfast.testkit.sim;

import org.jspecify.annotations.NullMarked;
