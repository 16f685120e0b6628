// SPDX-License-Identifier: Apache-2.0
/**
 * Networks that fail on demand: a TCP proxy inside the JVM that injects faults into real
 * connections, and three servers that misbehave.
 *
 * <p>Start at {@link dev.holdfast.testkit.net.FaultProxy}. Reading order: {@link
 * dev.holdfast.testkit.net.Direction}, {@link dev.holdfast.testkit.net.Fault}, {@link
 * dev.holdfast.testkit.net.Trigger}, {@link dev.holdfast.testkit.net.Injection}; then {@link
 * dev.holdfast.testkit.net.HangingServer}, {@link dev.holdfast.testkit.net.ClosingServer}, {@link
 * dev.holdfast.testkit.net.SlowServer}.
 *
 * <p>Sockets and time are real. Each proxy and each server owns one named daemon thread, {@code
 * EventLoop}, which is the only class that reads the clock or waits; both the thread and all
 * sockets are gone when {@code close()} returns. All public types are safe for use by many threads.
 * Random choices are a pure function of one seed and of the place in the stream that they concern.
 *
 * <p>Everything binds 127.0.0.1 on a free port. Needs the JDK only. Faults of servers as processes
 * and faults of disks live elsewhere in the testkit.
 */
@NullMarked
package dev.holdfast.testkit.net;

import org.jspecify.annotations.NullMarked;
