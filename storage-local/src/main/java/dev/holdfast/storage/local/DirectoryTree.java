// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Mutex;
import dev.holdfast.resilience.Waits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The directories below the root: makes them on the way to a file, remembers which are known to
 * survive a power loss, and removes empty ones.
 *
 * <p>Implementation notes.
 *
 * <p><b>Invariant.</b> A directory is in {@code sound} only if it is a real directory, not a link,
 * and its entry in the parent was forced while it existed (where directories are forced at all). A
 * directory that was merely found on disk proves nothing: an earlier process may have died before
 * it forced the entry. So the first use in each process forces it once.
 *
 * <p><b>Pins.</b> Whoever changes a name pins its directory and all above, for as long as it takes
 * until that is forced. A remover claims what it removes, and only what nobody has pinned; a pin
 * waits for the claim to end. So no directory is removed, or made anew, below somebody who has
 * opened it. What changes membership of {@code sound}, make and force and add, or take out and
 * remove, happens under one mutex of a stripe.
 *
 * <p><b>Order of mutexes.</b> At most one is held at a time.
 */
final class DirectoryTree {

  private static final int STRIPES = 64;
  private static final int MAX_REMEMBERED = 16_384;

  /** Stands in {@code pins} for a directory that is being removed. */
  private static final int CLAIMED = -1;

  private final Root root;
  private final DirectoryForce force;
  private final DirectoryWindows windows;
  private final Set<Path> sound = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Path, Integer> pins = new ConcurrentHashMap<>();
  private final Mutex[] stripes = new Mutex[STRIPES];

  DirectoryTree(Root root, DirectoryForce force, DirectoryWindows windows, Waits waits) {
    this.root = root;
    this.force = force;
    this.windows = windows;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Mutex(waits);
    }
  }

  /**
   * Keeps a directory, and those above it, from being removed until {@link #unpin}; one that is not
   * there may be made.
   *
   * @throws DeadlineExceeded if one is being removed until then; nothing is pinned
   */
  void pin(Path directory, Deadline deadline) throws IOException, InterruptedException {
    Path at = directory;
    boolean pinned = false;
    try {
      for (; !at.equals(root.path()); at = Root.parent(at)) {
        pinOne(at, deadline);
      }
      pinned = true;
    } finally {
      if (!pinned) {
        unpin(directory, at);
      }
    }
  }

  /** Ends one pin. */
  void unpin(Path directory) {
    unpin(directory, root.path());
  }

  private void unpin(Path directory, Path end) {
    for (Path at = directory; !at.equals(end); at = Root.parent(at)) {
      pins.computeIfPresent(at, (path, count) -> count == 1 ? null : count - 1);
    }
  }

  private void pinOne(Path directory, Deadline deadline) throws IOException, InterruptedException {
    while (pins.merge(directory, 1, (before, one) -> before == CLAIMED ? CLAIMED : before + one)
        == CLAIMED) {
      Mutex mutex = acquired(directory, deadline); // the remover has it as long as its claim
      mutex.release();
    }
  }

  /** Opens a directory ahead of the change of its entries that is to be forced. */
  DirectoryForce.Handle open(Path directory) throws IOException {
    return force.open(directory);
  }

  /** A name has been added to a directory. */
  void added(Path directory) {
    windows.added(directory);
  }

  /** Whether entries of some directory could not be forced, so that nothing may be acknowledged. */
  boolean forceFailed() {
    return force.failed();
  }

  /** Where that is noted. */
  Path forceNote() {
    return force.note();
  }

  /** Makes sure that a pinned directory exists and survives; quick if it is known to. */
  void ensure(Path directory, Deadline deadline) throws IOException, InterruptedException {
    if (known(directory)) {
      return;
    }
    for (Path next : chain(directory)) {
      Mutex mutex = acquired(next, deadline);
      try {
        if (!sound.contains(next)) {
          make(next);
          windows.added(Root.parent(next));
          force.force(Root.parent(next));
          remember(next);
        }
      } finally {
        mutex.release();
      }
    }
  }

  /**
   * Makes sure that a pinned directory survives, or its absence; makes nothing. A delete may find a
   * directory that has just been made, in place of one that stands on the device with the file. An
   * interrupt does not end it: the change that it is for is visible already.
   */
  void settle(Path directory, Deadline deadline) throws IOException {
    if (known(directory)) {
      return;
    }
    for (Path next : chain(directory)) {
      Mutex mutex = acquiredAnyway(next, deadline);
      try {
        if (!sound.contains(next)) {
          boolean there = isDirectory(next);
          force.force(Root.parent(next));
          if (!there) {
            return;
          }
          remember(next);
        }
      } finally {
        mutex.release();
      }
    }
  }

  /** Whether a directory, and those above it, exist and survive, as far as this process knows. */
  boolean known(Path directory) {
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      if (!sound.contains(at)) {
        return false;
      }
    }
    return true;
  }

  /** Forgets a directory and those above, which somebody has removed. */
  void forget(Path directory) {
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      sound.remove(at);
    }
  }

  /** Makes sure that absence says something: the root is still there, not unmounted or moved. */
  void requireRoot() throws IOException {
    if (Root.attributes(root.control()).isEmpty()) {
      throw new NoSuchFileException(root.path().toString(), null, "the root has vanished");
    }
  }

  /** Removes a directory and those above as long as they are empty and not pinned. */
  void prune(Path directory, Deadline deadline) throws InterruptedException {
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      if (!removeIfEmpty(at, deadline)) {
        return;
      }
    }
  }

  /** The directories below the root on the way to one, from the top. */
  private Deque<Path> chain(Path directory) {
    Deque<Path> chain = new ArrayDeque<>();
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      chain.push(at);
    }
    return chain;
  }

  private Mutex acquired(Path directory, Deadline deadline)
      throws DeadlineExceeded, InterruptedException {
    Mutex mutex = stripe(directory);
    if (!mutex.acquire(deadline)) {
      throw new DeadlineExceeded();
    }
    return mutex;
  }

  private Mutex acquiredAnyway(Path directory, Deadline deadline) throws DeadlineExceeded {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return acquired(directory, deadline);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void make(Path directory) throws IOException {
    try {
      root.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!isDirectory(directory)) {
        NotDirectoryException refused = new NotDirectoryException(directory.toString());
        refused.addSuppressed(e);
        throw refused;
      }
    }
  }

  private boolean removeIfEmpty(Path directory, Deadline deadline) throws InterruptedException {
    Mutex mutex = stripe(directory);
    if (!mutex.acquire(deadline)) {
      return false;
    }
    try {
      return pins.putIfAbsent(directory, CLAIMED) == null && removedClaimed(directory);
    } finally {
      mutex.release();
    }
  }

  private boolean removedClaimed(Path directory) {
    try {
      boolean wasSound = sound.remove(directory);
      boolean removed = removed(directory);
      if (!removed && wasSound) {
        remember(directory);
      }
      return removed;
    } finally {
      pins.remove(directory);
    }
  }

  private static boolean isDirectory(Path path) throws IOException {
    return Root.attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  private static boolean removed(Path directory) {
    try {
      Files.delete(directory);
      return true;
    } catch (IOException ignored) { // not empty, or it stays for another reason and does no harm
      return false;
    }
  }

  private void remember(Path directory) {
    if (sound.size() >= MAX_REMEMBERED) {
      sound.clear();
    }
    sound.add(directory);
  }

  private Mutex stripe(Path directory) {
    return stripes[Math.floorMod(directory.hashCode(), STRIPES)];
  }
}
