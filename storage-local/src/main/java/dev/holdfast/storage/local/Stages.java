// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

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
  private final Set<Path> live = ConcurrentHashMap.newKeySet();
  private final Gate gate;

  Stages(Root root, InstantSource clock, RandomGenerator random, Duration staleAfter, Gate gate) {
    this.root = root;
    this.clock = clock;
    this.random = random;
    this.staleAfter = staleAfter;
    this.gate = gate;
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
   * Removes stages that no process will finish, until the store is closed: the next owner's stages
   * are its own. One that cannot be removed does not keep the others.
   *
   * @throws IOException after all were tried: the first failure
   */
  void sweep() throws IOException {
    if (!gate.enter()) {
      return;
    }
    try {
      removeStale();
    } finally {
      gate.leave();
    }
  }

  private void removeStale() throws IOException {
    Instant limit = clock.instant().minus(staleAfter.compareTo(LONGEST) > 0 ? LONGEST : staleAfter);
    IOException failure = null;
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(root.stages())) {
      for (Path stage : stages) {
        if (gate.closed()) {
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
