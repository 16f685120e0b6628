// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Mutex;
import dev.holdfast.resilience.Waits;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The files that are being written and are not visible yet, in a directory that no key leads to.
 *
 * <p>A stage whose process died stays behind and is swept when it is older than the given age. The
 * stages of this process are never swept, whatever the wall clock does.
 */
final class Stages {

  /** Older than any file. */
  private static final Duration LONGEST = Duration.ofDays(365_000);

  private final Root root;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration staleAfter;
  private final Mutex sweeping;
  private final Set<Path> live = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Stages(Root root, InstantSource clock, RandomGenerator random, Waits waits, Duration staleAfter) {
    this.root = root;
    this.clock = clock;
    this.random = random;
    this.staleAfter = staleAfter;
    this.sweeping = new Mutex(waits);
  }

  /** A new, empty stage. The caller closes it. */
  StageFile create() throws IOException {
    Path path = root.stages().resolve(id());
    live.add(path);
    try {
      return new StageFile(path, root.createFile(path), this);
    } catch (IOException | RuntimeException e) {
      live.remove(path);
      throw e;
    }
  }

  /** An id that no other write has: 128 random bits. */
  String id() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  void ended(Path path) {
    live.remove(path);
  }

  /**
   * Removes stages that no process will finish, unless another thread is at it. One that cannot be
   * removed does not keep the others.
   *
   * @throws IOException after all were tried: the first failure
   */
  void sweep() throws IOException {
    if (!sweeping.tryAcquire()) {
      return;
    }
    try {
      removeStale();
    } finally {
      sweeping.release();
    }
  }

  private void removeStale() throws IOException {
    Instant limit = clock.instant().minus(staleAfter.compareTo(LONGEST) > 0 ? LONGEST : staleAfter);
    IOException failure = null;
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(root.stages())) {
      for (Path stage : stages) {
        if (closed) {
          return;
        }
        try {
          removeIfStale(stage, limit);
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Ends the sweep that is running and waits for that; there is none later. The next owner's stages
   * are its own.
   */
  void close(Deadline deadline) {
    closed = true;
    try {
      if (sweeping.acquire(deadline)) {
        sweeping.release();
      }
    } catch (InterruptedException ignored) { // the sweep ends soon
      Thread.currentThread().interrupt();
    }
  }

  private void removeIfStale(Path stage, Instant limit) throws IOException {
    if (live.contains(stage) || !stale(stage, limit)) {
      return;
    }
    try {
      Files.deleteIfExists(stage);
    } catch (DirectoryNotEmptyException ignored) { // somebody's directory, and not a stage
      return;
    }
  }

  private static boolean stale(Path stage, Instant limit) throws IOException {
    return Root.attributes(stage)
        .filter(found -> !found.lastModifiedTime().toInstant().isAfter(limit))
        .isPresent();
  }
}
