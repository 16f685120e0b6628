// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Mutex;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The moment in which a write or a delete becomes visible, and then durable.
 *
 * <p>Implementation notes.
 *
 * <p><b>Order.</b> Stage forced; directory pinned, sound and open; condition and move under the
 * key's mutex; directory forced; no force of any directory has failed; return. Until the move every
 * failure is {@code NOT_APPLIED}, from then on {@code UNKNOWN}.
 *
 * <p><b>Conditions.</b> If-absent is a hard link, which the kernel refuses where a name exists.
 * If-match, and if-absent on a file system without hard links, look and then move under the key's
 * mutex, which every writer of this process holds; the root's lock keeps other processes out.
 *
 * <p><b>Deletes</b> of what is absent force the directory too: another delete may have removed the
 * file a moment ago and not have forced it yet. Where the directory is absent, what is forced is
 * the nearest one above that is there, since somebody may have removed the directory just as
 * recently; and those above it, where it is not known to survive. It is looked for under the key's
 * mutex, so that no write of the key makes the directory in between.
 *
 * <p><b>Close.</b> Every change is made inside the gate, and the root is another store's only when
 * the last one has left.
 *
 * <p><b>Order of mutexes.</b> The key's mutex is held only here, around one check and one change of
 * a name, and no other mutex is taken below it.
 */
final class Publisher {

  private static final int MOST_TRIES = 100;

  private final Root root;
  private final DirectoryTree tree;
  private final ObjectFiles files;
  private final LocalErrors errors;
  private final boolean hardLinks;
  private final KeyMutexes mutexes;
  private final Gate gate;

  Publisher(
      Root root,
      DirectoryTree tree,
      ObjectFiles files,
      LocalErrors errors,
      boolean hardLinks,
      KeyMutexes mutexes,
      Gate gate) {
    this.root = root;
    this.tree = tree;
    this.files = files;
    this.errors = errors;
    this.hardLinks = hardLinks;
    this.mutexes = mutexes;
    this.gate = gate;
  }

  /** Makes a complete stage the object of a key. */
  void publish(
      StageFile stage,
      StorageKey key,
      WriteCondition condition,
      StorageOperation operation,
      Deadline deadline) {
    Path file = root.file(key);
    Path directory = Root.parent(file);
    Outcome outcome = Outcome.NOT_APPLIED;
    enter(operation, key);
    try (Pin pin = pinned(directory, deadline, operation, key)) {
      requireSound(operation, key, outcome);
      try (DirectoryForce.Handle entries = opened(pin.directory(), deadline)) {
        try {
          place(stage, file, key, condition, operation, deadline);
        } finally {
          tree.added(directory); // a call that failed may have added the name
        }
        outcome = Outcome.UNKNOWN;
        entries.force();
      } catch (IOException | InterruptedException e) {
        throw errors.translate(e, operation, key, applied(stage, file, outcome));
      }
      requireSound(operation, key, Outcome.UNKNOWN);
    } finally {
      gate.leave();
    }
  }

  private void enter(StorageOperation operation, StorageKey key) {
    if (!gate.enter()) {
      throw errors.translate(new ClosedChannelException(), operation, key, Outcome.NOT_APPLIED);
    }
  }

  /** A pinned directory. */
  private record Pin(DirectoryTree tree, Path directory) implements AutoCloseable {

    @Override
    public void close() {
      tree.unpin(directory);
    }
  }

  private Pin pinned(
      Path directory, Deadline deadline, StorageOperation operation, StorageKey key) {
    try {
      tree.pin(directory, deadline);
      return new Pin(tree, directory);
    } catch (IOException | InterruptedException e) {
      throw errors.translate(e, operation, key, Outcome.NOT_APPLIED);
    }
  }

  /**
   * Opens the directory of a file, made anew if somebody removed it behind the store's back, and
   * refused if somebody put a link in its place.
   */
  private DirectoryForce.Handle opened(Path directory, Deadline deadline)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      tree.ensure(directory, deadline);
      if (Root.contained(root.path(), directory)) {
        DirectoryForce.Handle entries = tree.open(directory);
        if (tree.known(directory)) {
          return entries;
        }
        entries.close(); // somebody else has missed it and is about to force what was made anew
      }
      tree.forget(directory);
    }
    throw new NoSuchFileException(directory.toString());
  }

  /** Removes the object of a key, or makes sure that there is none. */
  void delete(StorageKey key, WriteCondition condition, Deadline deadline) {
    Path file = root.file(key);
    Path directory = Root.parent(file);
    enter(StorageOperation.DELETE, key);
    try {
      boolean there;
      try (Pin pin = pinned(directory, deadline, StorageOperation.DELETE, key)) {
        requireSound(StorageOperation.DELETE, key, Outcome.NOT_APPLIED);
        there = removed(pin.directory(), file, key, condition, deadline);
        requireSound(StorageOperation.DELETE, key, Outcome.UNKNOWN);
      }
      if (there) {
        prune(directory, deadline);
      }
    } finally {
      gate.leave();
    }
  }

  /** Removes a file and forces that; whether its directory was there. */
  private boolean removed(
      Path directory, Path file, StorageKey key, WriteCondition condition, Deadline deadline) {
    boolean[] perhaps = new boolean[1];
    try (Nearest nearest = remove(directory, file, key, condition, deadline, perhaps)) {
      perhaps[0] = true;
      nearest.entries().force();
      tree.settle(nearest.directory(), deadline);
      return nearest.directory().equals(directory);
    } catch (IOException | InterruptedException e) {
      Outcome outcome = perhaps[0] ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
      throw errors.translate(e, StorageOperation.DELETE, key, outcome);
    }
  }

  /** Removes a file, if its directory is there; gives what is to be forced for that. */
  private Nearest remove(
      Path directory,
      Path file,
      StorageKey key,
      WriteCondition condition,
      Deadline deadline,
      boolean[] perhaps)
      throws IOException, InterruptedException {
    Mutex mutex = mutexes.acquire(key, deadline);
    try {
      Nearest nearest = openNearest(directory);
      boolean done = false;
      try {
        if (condition instanceof WriteCondition.IfMatch ifMatch) {
          requireMatch(file, key, ifMatch.etag(), StorageOperation.DELETE);
        }
        if (nearest.directory().equals(directory)) {
          unlink(file, perhaps);
        }
        done = true;
        return nearest;
      } finally {
        if (!done) {
          nearest.close();
        }
      }
    } finally {
      mutex.release();
    }
  }

  /** A directory, or the nearest one above that is there, open. */
  private record Nearest(Path directory, DirectoryForce.Handle entries) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      entries.close();
    }
  }

  private Nearest openNearest(Path directory) throws IOException {
    for (int tries = 1; true; tries++) {
      Path nearest = nearest(directory);
      try {
        return new Nearest(nearest, tree.open(nearest));
      } catch (NoSuchFileException e) { // somebody removed it behind the store's back
        tree.requireRoot();
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Removes a name; says if the call failed and may have done it all the same, as over NFS. */
  private static void unlink(Path file, boolean[] perhaps) throws IOException {
    if (Root.attributes(file).isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      perhaps[0] = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      throw e;
    }
  }

  /** A directory, or the nearest one above that is there. */
  private Path nearest(Path directory) throws IOException {
    Path at = directory;
    while (!Root.contained(root.path(), at)) {
      at = Root.parent(at);
    }
    if (at.equals(root.path())) {
      tree.requireRoot();
    }
    return at;
  }

  private void place(
      StageFile stage,
      Path file,
      StorageKey key,
      WriteCondition condition,
      StorageOperation operation,
      Deadline deadline)
      throws IOException, InterruptedException {
    Mutex mutex = mutexes.acquire(key, deadline);
    try {
      if (condition instanceof WriteCondition.IfMatch ifMatch) {
        requireMatch(file, key, ifMatch.etag(), operation);
      }
      if (condition instanceof WriteCondition.IfAbsent) {
        placeIfAbsent(stage, file);
      } else {
        move(stage, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw errors
          .failure(Kind.PRECONDITION_FAILED, operation, key)
          .reason("there is an object already")
          .cause(e)
          .build();
    } finally {
      mutex.release();
    }
  }

  private static void move(StageFile stage, Path file) throws IOException {
    Files.move(stage.path(), file, StandardCopyOption.ATOMIC_MOVE);
    stage.moved();
  }

  /** Publishes only where no file is. After a link the stage's own name goes when it is closed. */
  private void placeIfAbsent(StageFile stage, Path file) throws IOException {
    if (hardLinks) {
      link(stage, file);
    } else if (Root.attributes(file).isPresent()) {
      throw new FileAlreadyExistsException(file.toString());
    } else {
      move(stage, file);
    }
  }

  /** Makes the link; a call that failed although the link is there, as over NFS, has made it. */
  private static void link(StageFile stage, Path file) throws IOException {
    stage.link();
    try {
      Files.createLink(file, stage.path());
    } catch (IOException e) {
      if (!linked(stage.path(), file)) {
        throw e;
      }
    }
  }

  private static boolean linked(Path stage, Path file) {
    try {
      return Files.isSameFile(stage, file);
    } catch (IOException ignored) { // most likely there is no such file
      return false;
    }
  }

  private void requireMatch(Path file, StorageKey key, String etag, StorageOperation operation)
      throws IOException {
    Optional<ObjectFiles.Seen> seen = files.look(file);
    ObjectRecord record = seen.map(ObjectFiles.Seen::record).orElse(null);
    if (record == null || !record.etag().equals(etag)) {
      throw mismatch(
          seen.isEmpty() ? "there is no object" : "the object has another etag", operation, key);
    }
  }

  private StorageException mismatch(String reason, StorageOperation operation, StorageKey key) {
    return errors
        .failure(Kind.PRECONDITION_FAILED, operation, key)
        .reason(reason)
        .advice("read the object again and decide anew")
        .build();
  }

  /**
   * Unless the stage surely stands where it stood, and there alone, it may have got to its place.
   */
  private static Outcome applied(StageFile stage, Path file, Outcome outcome) {
    return outcome == Outcome.NOT_APPLIED
            && Files.exists(stage.path(), LinkOption.NOFOLLOW_LINKS)
            && !perhapsLinked(stage, file)
        ? Outcome.NOT_APPLIED
        : Outcome.UNKNOWN;
  }

  private static boolean perhapsLinked(StageFile stage, Path file) {
    try {
      return stage.linking() && Files.isSameFile(stage.path(), file);
    } catch (NoSuchFileException ignored) { // surely not
      return false;
    } catch (IOException ignored) { // nobody can tell
      return true;
    }
  }

  private void prune(Path directory, Deadline deadline) {
    try {
      tree.prune(directory, deadline);
    } catch (InterruptedException ignored) { // the delete is done; an empty directory may stay
      Thread.currentThread().interrupt();
    }
  }

  private void requireSound(StorageOperation operation, StorageKey key, Outcome outcome) {
    if (tree.forceFailed()) {
      throw errors
          .failure(Kind.READ_ONLY, operation, key)
          .outcome(outcome)
          .reason("a directory could not be forced to the device before")
          .advice(
              "check the device, mount it anew, delete "
                  + tree.forceNote()
                  + ", open the store again")
          .build();
    }
  }
}
