// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;

/** The locks on one file, of all processes. Guarded by the lock of its disk. */
final class LockTable {
  private final List<CrashFileLock> locks = new ArrayList<>(1);

  /**
   * Adds a lock; false if another process holds one that conflicts.
   *
   * @throws OverlappingFileLockException if this process has one that overlaps
   */
  boolean acquire(CrashFileLock wanted) {
    for (CrashFileLock lock : locks) {
      if (lock.sameProcess(wanted) && lock.overlaps(wanted.position(), wanted.size())) {
        throw new OverlappingFileLockException();
      }
    }
    for (CrashFileLock lock : locks) {
      if (lock.conflictsWith(wanted)) {
        return false;
      }
    }
    locks.add(wanted);
    return true;
  }

  void release(CrashFileLock lock) {
    locks.remove(lock);
  }

  /**
   * A channel on the file was closed: its locks are gone, and, as POSIX record locks belong to the
   * process, the operating system has dropped all other locks of the process on this file.
   */
  void closed(OpenChannel channel) {
    locks.removeIf(lock -> lock.acquiredBy().equals(channel));
    for (CrashFileLock lock : locks) {
      lock.dropIfOfProcess(channel.fileSystem());
    }
  }
}
