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
 * <p><b>Pins.</b> A writer pins its directory, then asks whether it is sound; a remover takes it
 * out of {@code sound}, then asks whether it is pinned. Whichever comes second sees the other, so a
 * pinned sound directory stays. What changes membership, make and force and add, or take out and
 * remove, happens under one mutex of a stripe.
 *
 * <p><b>Order of mutexes.</b> At most one is held at a time.
 */
final class DirectoryTree {

  private static final int STRIPES = 64;
  private static final int MAX_REMEMBERED = 16_384;

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

  /** Keeps a directory from being removed until {@link #unpin}. */
  void pin(Path directory) {
    pins.merge(directory, 1, Integer::sum);
  }

  /** Ends one pin. */
  void unpin(Path directory) {
    pins.computeIfPresent(directory, (path, count) -> count == 1 ? null : count - 1);
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

  /** Makes sure that a directory exists and survives; quick if it is known to. Pin it before. */
  void ensure(Path directory, Deadline deadline) throws IOException, InterruptedException {
    if (known(directory)) {
      return;
    }
    Deque<Path> chain = new ArrayDeque<>();
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      chain.push(at);
    }
    chain.forEach(this::pin);
    try {
      for (Path next : chain) {
        ensureOne(next, deadline);
      }
    } finally {
      chain.forEach(this::unpin);
    }
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

  private boolean known(Path directory) {
    for (Path at = directory; !at.equals(root.path()); at = Root.parent(at)) {
      if (!sound.contains(at)) {
        return false;
      }
    }
    return true;
  }

  private void ensureOne(Path directory, Deadline deadline)
      throws IOException, InterruptedException {
    Mutex mutex = stripe(directory);
    if (!mutex.acquire(deadline)) {
      throw new DeadlineExceeded();
    }
    try {
      if (!sound.contains(directory)) {
        make(directory);
        windows.added(Root.parent(directory));
        force.force(Root.parent(directory));
        remember(directory);
      }
    } finally {
      mutex.release();
    }
  }

  private void make(Path directory) throws IOException {
    try {
      root.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (Root.attributes(directory).filter(BasicFileAttributes::isDirectory).isEmpty()) {
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
      boolean wasSound = sound.remove(directory);
      boolean removed = !pins.containsKey(directory) && removed(directory);
      if (!removed && wasSound) {
        remember(directory);
      }
      return removed;
    } finally {
      mutex.release();
    }
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
