// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;

/** A lock held through one channel. The flags are guarded by the lock of the disk. */
final class CrashFileLock extends FileLock {
  private final CrashChannel owner;
  private final LockTable table;
  private boolean held = true;
  private volatile boolean released;

  CrashFileLock(CrashChannel owner, LockTable table, long position, long size, boolean shared) {
    super(owner, position, size, shared);
    this.owner = owner;
    this.table = table;
  }

  boolean sameProcess(CrashFileLock other) {
    return owner.fileSystem() == other.owner.fileSystem();
  }

  boolean conflictsWith(CrashFileLock wanted) {
    return held
        && !sameProcess(wanted)
        && overlaps(wanted.position(), wanted.size())
        && !(isShared() && wanted.isShared());
  }

  void dropIfOfProcess(CrashFileSystem process) {
    if (owner.fileSystem() == process) {
      held = false;
    }
  }

  @Override
  public boolean isValid() {
    return !released && owner.isOpen();
  }

  @Override
  public void release() throws IOException {
    if (!owner.isOpen()) {
      throw new ClosedChannelException();
    }
    CallGate gate = owner.fileSystem().gate();
    gate.enter();
    try {
      released = true;
      table.release(this);
    } finally {
      gate.exit();
    }
  }
}
