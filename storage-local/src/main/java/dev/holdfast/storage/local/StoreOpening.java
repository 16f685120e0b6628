// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.engine.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores: lock, marker, sweep, parts, pipeline. */
final class StoreOpening {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
  private static final Duration SWEEP_PERIOD = Duration.ofHours(1);

  /**
   * Real paths of the roots that are open in this process. Static because the lock of the operating
   * system, which it protects, belongs to the process.
   */
  private static final Set<Path> OPEN_ROOTS = ConcurrentHashMap.newKeySet();

  private StoreOpening() {}

  static FileStorage open(LocalStorage.Builder settings) {
    Environment given = settings.environment;
    if (given != null) {
      return open(settings, given, () -> {});
    }
    Environment own = Environment.system("holdfast-" + settings.name);
    boolean opened = false;
    try {
      FileStorage storage = open(settings, own, own.scheduler()::close);
      opened = true;
      return storage;
    } finally {
      if (!opened) {
        own.scheduler().close();
      }
    }
  }

  private static FileStorage open(
      LocalStorage.Builder settings, Environment environment, Runnable afterClose) {
    return Pipeline.around(driver(settings, environment, OPEN_ROOTS, afterClose))
        .name(settings.name)
        .environment(environment)
        .observer(settings.observer)
        .closeGrace(settings.closeGrace)
        .build();
  }

  static FileStorage readOnly(Path directory) {
    Path absolute = directory.toAbsolutePath();
    LocalErrors errors = new LocalErrors("folder");
    if (!Files.isDirectory(absolute)) {
      throw errors
          .failure(Kind.CONFIGURATION, StorageOperation.OPEN, null)
          .reason("there is no directory " + absolute)
          .build();
    }
    try {
      if (storeAround(absolute.toRealPath())) {
        throw errors
            .failure(Kind.CONFIGURATION, StorageOperation.OPEN, null)
            .reason(absolute + " is a store or in one, not a plain folder")
            .advice("open the store with LocalStorage.builder(root)")
            .build();
      }
    } catch (IOException e) {
      throw errors.opening(e, absolute);
    }
    return Pipeline.around(new FolderDriver(absolute, errors)).build();
  }

  /** Whether a directory is a store, one of its directories, or what it keeps for itself. */
  private static boolean storeAround(Path real) {
    for (Path at = real; at != null; at = at.getParent()) {
      if (at.endsWith(Root.CONTROL)
          || Files.isRegularFile(Layout.marker(at), LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return Files.exists(real.resolve(Root.CONTROL), LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens a root; frees everything again if that fails. */
  static LocalDriver driver(
      LocalStorage.Builder settings,
      Environment environment,
      Set<Path> openRoots,
      Runnable afterClose) {
    Root root = new Root(settings.root.toAbsolutePath());
    LocalErrors errors = new LocalErrors(settings.name, root.path());
    DirectoryForce force = new DirectoryForce(root, settings.durability.forcesDirectories());
    Layout layout = new Layout(root, errors);
    try {
      refuseInside(root.path(), errors);
      layout.prepare();
      RootLock lock = lock(root, settings, environment, openRoots, errors);
      boolean opened = false;
      try {
        StoreParts parts = parts(root, lock, layout, settings, environment, force, errors);
        refuseInside(root.path(), errors); // one may have been made meanwhile
        Scheduler.Task sweep = sweeping(parts, environment);
        opened = true;
        return new LocalDriver(parts, environment, settings.signer(), sweep, afterClose);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException | InterruptedException e) {
      throw errors.opening(e, root.path());
    }
  }

  /** Two stores of which one has the other's files would break each other's conditions. */
  private static void refuseInside(Path root, LocalErrors errors) throws IOException {
    for (Path above = realAbove(root); above != null; above = above.getParent()) {
      if (Files.isRegularFile(Layout.marker(above), LinkOption.NOFOLLOW_LINKS)) {
        throw errors
            .failure(Kind.CONFIGURATION, StorageOperation.OPEN, null)
            .reason("the root " + root + " is inside the store " + above)
            .advice("name a directory that is in no store, or open that one and use a prefix")
            .build();
      }
    }
  }

  /** Where a root really is or will be: the directory above it, links followed. */
  private static @Nullable Path realAbove(Path root) throws IOException {
    if (Files.exists(root)) {
      return root.toRealPath().getParent();
    }
    Path above = root.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above == null ? null : above.toRealPath();
  }

  private static RootLock lock(
      Root root,
      LocalStorage.Builder settings,
      Environment environment,
      Set<Path> openRoots,
      LocalErrors errors)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(settings.lockWait, environment.ticker());
    return RootLock.acquire(root, openRoots, environment.waits(), environment.ticker(), deadline)
        .orElseThrow(() -> locked(settings, errors));
  }

  private static StorageException locked(LocalStorage.Builder settings, LocalErrors errors) {
    return errors
        .failure(Kind.STORAGE_LOCKED, StorageOperation.OPEN, null)
        .reason("another store kept the root " + settings.root + " for " + settings.lockWait)
        .advice("close it, or give each process a root of its own")
        .build();
  }

  private static StoreParts parts(
      Root root,
      RootLock lock,
      Layout layout,
      LocalStorage.Builder settings,
      Environment environment,
      DirectoryForce force,
      LocalErrors errors)
      throws IOException {
    RecordPlace place = layout.open();
    force.recall();
    boolean hardLinks = layout.hardLinks();
    DirectoryWindows windows = new DirectoryWindows();
    DirectoryTree tree = new DirectoryTree(root, force, windows, environment.waits());
    ObjectFiles files = new ObjectFiles(root, tree, place);
    Gate gate = new Gate(environment.waits());
    return new StoreParts(
        root,
        lock,
        place,
        settings.durability,
        new Stages(root, environment.clock(), environment.random(), settings.staleAfter, gate),
        tree,
        windows,
        files,
        new Publisher(
            root, tree, files, errors, hardLinks, new KeyMutexes(environment.waits()), gate),
        gate,
        errors);
  }

  private static Scheduler.Task sweeping(StoreParts parts, Environment environment) {
    sweep(parts.stages());
    return environment.scheduler().repeat("sweep", SWEEP_PERIOD, () -> sweep(parts.stages()));
  }

  private static void sweep(Stages stages) {
    try {
      stages.sweep();
    } catch (IOException e) {
      LOG.warn("stale stages could not be removed; the next sweep tries again", e);
    }
  }
}
