// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What every call of one process passes: first {@link #admit} (count, tell the listener, inject
 * failures; no lock held), then {@link #enter} and {@link #exit} around the effect.
 */
final class CallGate {
  private static final CallListener NOBODY = call -> {};

  private enum Life {
    RUNNING,
    KILLED,
    CLOSED
  }

  private final Disk disk;
  private final Failures failures = new Failures();
  private final AtomicLong total = new AtomicLong();
  private final Map<CallKind, AtomicLong> counts = new EnumMap<>(CallKind.class);
  private volatile CallListener listener = NOBODY;
  private volatile Life life = Life.RUNNING;

  CallGate(Disk disk) {
    this.disk = disk;
    for (CallKind kind : CallKind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  Disk disk() {
    return disk;
  }

  Failures failures() {
    return failures;
  }

  void listener(CallListener newListener) {
    listener = newListener;
  }

  void admit(CallKind kind, Path path) throws IOException {
    admit(kind, path, null);
  }

  /** True if the call, a write, is to be shortened. */
  boolean admit(CallKind kind, Path path, @Nullable Path target) throws IOException {
    checkAlive();
    count(kind).incrementAndGet();
    IoCall call = new IoCall(total.incrementAndGet(), kind, path, target);
    listener.beforeCall(call);
    checkAlive();
    return failures.check(call);
  }

  /** Takes the lock of the disk if this process and its machine are alive. */
  void enter() throws CrashedException {
    disk.lock();
    boolean entered = false;
    try {
      checkAlive();
      entered = true;
    } finally {
      if (!entered) {
        disk.unlock();
      }
    }
  }

  void exit() {
    disk.unlock();
  }

  private void checkAlive() throws CrashedException {
    if (disk.powerLost()) {
      throw new CrashedException("the machine has lost power; use the file system of the new boot");
    }
    switch (life) {
      case RUNNING -> {}
      case KILLED -> throw new CrashedException("the process of this file system was killed");
      case CLOSED -> throw new ClosedFileSystemException();
    }
  }

  boolean running() {
    return life == Life.RUNNING && !disk.powerLost();
  }

  boolean killed() {
    return life == Life.KILLED;
  }

  void kill() {
    life = Life.KILLED;
  }

  void close() {
    if (life == Life.RUNNING) {
      life = Life.CLOSED;
    }
  }

  long calls() {
    return total.get();
  }

  long calls(CallKind kind) {
    return count(kind).get();
  }

  private AtomicLong count(CallKind kind) {
    return Objects.requireNonNull(counts.get(kind));
  }

  Map<CallKind, Long> callCounts() {
    Map<CallKind, Long> map = new EnumMap<>(CallKind.class);
    for (CallKind kind : CallKind.values()) {
      if (calls(kind) > 0) {
        map.put(kind, calls(kind));
      }
    }
    return map;
  }
}
