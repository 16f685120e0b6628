// SPDX-License-Identifier: Apache-2.0
/**
 * An in-memory {@link java.nio.file.FileSystem} that can lose power, be killed, fill up and fail on
 * demand.
 *
 * <p>Entry point: {@link dev.holdfast.testkit.disk.CrashFileSystem#builder()}. Code under test gets
 * its root from {@link dev.holdfast.testkit.disk.CrashFileSystem#root()} and uses {@code
 * java.nio.file.Files} and {@code FileChannel.open} as on any other file system.
 *
 * <p>Reading order: {@code CrashFileSystem}, {@code CrashPolicy}, {@code Failures}, {@code
 * CallListener}; then inside: {@code FileContent} and {@code NameTable} (what is durable and what
 * is not), {@code CrashImage} (what a power loss leaves), {@code CallGate} (what happens before
 * each call), {@code PathWalk}, {@code NameOperations}, {@code CrashChannel}, {@code Forcing}.
 *
 * <p>Threads: every public type but the builder may be used by any thread. One lock guards the
 * state of a disk; it is never held while a listener or a failure predicate runs. Nothing here
 * starts a thread, reads a wall clock or draws an unseeded random number: the same seed and the
 * same calls give the same results.
 *
 * <p>Elsewhere: faults of the network and of servers.
 */
@NullMarked
package dev.holdfast.testkit.disk;

import org.jspecify.annotations.NullMarked;
