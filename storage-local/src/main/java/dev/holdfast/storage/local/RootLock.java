// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a root to one store of one process. The operating system frees it when the process dies.
 *
 * <p>A POSIX lock belongs to the process, and ends when the process closes any descriptor of the
 * file (POSIX.1-2017, fcntl). So a second store of this process must not open the file at all: open
 * roots are remembered first, and only then is the file touched.
 */
final class RootLock implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final Set<Path> openRoots;
  private final Path root;
  private final FileChannel channel;

  private RootLock(Set<Path> openRoots, Path root, FileChannel channel) {
    this.openRoots = openRoots;
    this.root = root;
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for it.
   *
   * @param openRoots the real paths of roots that are open in this process
   * @return the lock, or empty if somebody else had it until the deadline
   */
  static Optional<RootLock> acquire(
      Root root, Set<Path> openRoots, Waits waits, Ticker ticker, Deadline deadline)
      throws IOException, InterruptedException {
    Path real = root.path().toRealPath();
    while (true) {
      Optional<RootLock> lock = tryAcquire(root, real, openRoots);
      if (lock.isPresent() || deadline.expired()) {
        return lock;
      }
      waits.await(Signal.never(), deadline.atMost(POLL, ticker));
    }
  }

  private static Optional<RootLock> tryAcquire(Root root, Path real, Set<Path> openRoots)
      throws IOException {
    if (!openRoots.add(real)) {
      return Optional.empty();
    }
    FileChannel channel;
    try {
      channel = root.openFile(root.lock());
    } catch (IOException | RuntimeException e) {
      openRoots.remove(real);
      throw e;
    }
    boolean locked = false;
    try {
      locked = locked(channel);
    } finally {
      if (!locked) {
        openRoots.remove(real);
        channel.close();
      }
    }
    return locked ? Optional.of(new RootLock(openRoots, real, channel)) : Optional.empty();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ignored) { // a store that another class loader loaded
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      openRoots.remove(root);
    }
  }
}
