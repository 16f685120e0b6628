// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An in-memory file system with the durability of a real disk: what was not forced may be lost.
 *
 * <p>It behaves as a POSIX file system seen through the JDK on Linux: files, directories, hard and
 * symbolic links, rename over open files, POSIX and user-defined attributes, directories that can
 * be opened and forced. The content of a file becomes durable by {@code force} on one of its
 * channels (attributes only by {@code force(true)}); a name becomes durable by {@code force} on its
 * directory, and by nothing else. Names are lost independently: of a rename that was not forced,
 * the old name, the new one, both or neither may be left. {@link #afterCrash(CrashPolicy)} gives
 * the file system that a power loss may leave; {@link #failures()} injects errors; {@link
 * #onCall(CallListener)} sees every call.
 *
 * <p>One object is one process on one boot of the machine. After a crash it fails every call with
 * {@link CrashedException}. Thread-safe; deterministic for the same calls in the same order. Not
 * for: permission checks, mapped files, watch services, secure directory streams, lock requests
 * that wait. An asynchronous channel can be opened for reading, forced and closed, and no more.
 *
 * <pre>{@code
 * CrashFileSystem fs = CrashFileSystem.builder().seed(7).build();
 * Path file = fs.root().resolve("a");
 * try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
 *   channel.write(bytes);
 *   channel.force(true);
 * }
 * CrashFileSystem after = fs.afterCrash(42); // "a" may be missing: the root was not forced
 * }</pre>
 */
public final class CrashFileSystem extends FileSystem {
  private final Disk disk;
  private final CallGate gate;
  private final Handles handles = new Handles();
  private final AttributeOperations attributes;
  private final CrashProvider provider;
  private final CrashFileStore store;

  CrashFileSystem(Disk disk) {
    this.disk = disk;
    this.gate = new CallGate(disk);
    this.attributes = new AttributeOperations(this);
    this.provider = new CrashProvider(this);
    this.store = new CrashFileStore(this);
  }

  /**
   * Starts the settings of a new file system.
   *
   * @return a builder
   */
  public static CrashFileSystemBuilder builder() {
    return new CrashFileSystemBuilder();
  }

  /**
   * The root directory, which always exists and is durable.
   *
   * @return the path {@code /}
   */
  public Path root() {
    return CrashPath.root(this);
  }

  /**
   * Sets the one listener that is told of each call before it takes effect. It does not carry over
   * to other processes or boots.
   *
   * @param listener replaces the one before
   */
  public void onCall(CallListener listener) {
    gate.listener(listener);
  }

  /**
   * The errors to inject into calls of this process.
   *
   * @return the live rules
   */
  public Failures failures() {
    return gate.failures();
  }

  /**
   * Crashes the machine and gives what {@link CrashPolicy#random(long)} leaves.
   *
   * @param seed decides what survives
   * @return the file system of the next boot
   */
  public CrashFileSystem afterCrash(long seed) {
    return afterCrash(CrashPolicy.random(seed));
  }

  /**
   * Crashes the machine: all processes on this disk fail from now on. May be called again on the
   * crashed file system to get other outcomes of the same crash.
   *
   * @param policy decides what survives
   * @return the file system of the next boot, with no listener, failures, handles or locks
   * @throws IllegalStateException if this process was killed before: its disk lives on in the file
   *     system that {@link #processKilled()} gave
   */
  public CrashFileSystem afterCrash(CrashPolicy policy) {
    requireNotKilled();
    disk.lock();
    try {
      disk.losePower();
      return new CrashFileSystem(CrashImage.of(disk, policy));
    } finally {
      disk.unlock();
    }
  }

  /**
   * What {@link #afterCrash(CrashPolicy)} would give now; this file system goes on. To be used, for
   * instance from a listener, to check every moment of one run.
   *
   * @param policy decides what survives
   * @return an independent file system
   * @throws IllegalStateException as for {@code afterCrash}
   */
  public CrashFileSystem crashImage(CrashPolicy policy) {
    requireNotKilled();
    disk.lock();
    try {
      return new CrashFileSystem(CrashImage.of(disk, policy));
    } finally {
      disk.unlock();
    }
  }

  /**
   * All file systems that a power loss could leave now, for exhaustive checks of short programs;
   * this file system goes on. Their number is the product of the answers to all open questions: it
   * doubles with each unforced sector and name.
   *
   * @param limit the largest number to accept
   * @return independent file systems, in a fixed order
   * @throws IllegalStateException if there are more than {@code limit}, or as for {@code
   *     afterCrash}
   */
  public List<CrashFileSystem> crashImages(int limit) {
    requireNotKilled();
    disk.lock();
    try {
      List<CrashFileSystem> images = new ArrayList<>();
      EveryOutcome.of(disk, limit).forEach(image -> images.add(new CrashFileSystem(image)));
      return images;
    } finally {
      disk.unlock();
    }
  }

  /**
   * Kills this process and starts another on the same running machine: everything visible stays
   * visible, durable or not; handles and locks of this process are released.
   *
   * @return the file system of the new process
   * @throws IllegalStateException if this process was killed before
   */
  public CrashFileSystem processKilled() {
    requireNotKilled();
    disk.lock();
    try {
      gate.kill();
      handles.closeAll(disk);
      return new CrashFileSystem(disk);
    } finally {
      disk.unlock();
    }
  }

  /**
   * Starts another process on the same machine: it sees the same files, and its locks conflict with
   * those of this one. Paths belong to one process; make new ones with {@code getPath}.
   *
   * @return the file system of the new process
   * @throws IllegalStateException if this process was killed before
   */
  public CrashFileSystem otherProcess() {
    requireNotKilled();
    return new CrashFileSystem(disk);
  }

  private void requireNotKilled() {
    if (gate.killed()) {
      throw new IllegalStateException(
          "this process was killed; use the file system that processKilled() returned");
    }
  }

  /** Makes everything visible durable, as {@code sync(2)} does; not counted as a call. */
  public void syncAll() {
    disk.lock();
    try {
      disk.syncAll();
    } finally {
      disk.unlock();
    }
  }

  /**
   * How many calls this process has made.
   *
   * @return the count, which is the number of the last call
   */
  public long calls() {
    return gate.calls();
  }

  /**
   * How many calls of one kind this process has made.
   *
   * @param kind the kind
   * @return the count
   */
  public long calls(CallKind kind) {
    return gate.calls(kind);
  }

  /**
   * The calls this process has made, by kind; kinds without calls are left out.
   *
   * @return a copy
   */
  public Map<CallKind, Long> callCounts() {
    return gate.callCounts();
  }

  /**
   * How many channels and directory streams this process has open.
   *
   * @return the count
   */
  public int openChannels() {
    disk.lock();
    try {
      return handles.size();
    } finally {
      disk.unlock();
    }
  }

  /**
   * The paths with which this process opened its open channels and directory streams, oldest first.
   *
   * @return a copy
   */
  public List<Path> openPaths() {
    disk.lock();
    try {
      return new ArrayList<>(handles.paths());
    } finally {
      disk.unlock();
    }
  }

  /**
   * The sum of the sizes of all files, including those that only a channel keeps alive.
   *
   * @return bytes that count towards the capacity
   */
  public long usedBytes() {
    disk.lock();
    try {
      return disk.usedBytes();
    } finally {
      disk.unlock();
    }
  }

  /**
   * The tree as text for failure messages: names, inode numbers, sizes, and what is not durable.
   * Works on a crashed file system too.
   *
   * @return one line per name
   */
  public String dump() {
    disk.lock();
    try {
      return TreeDump.of(disk);
    } finally {
      disk.unlock();
    }
  }

  Disk disk() {
    return disk;
  }

  CallGate gate() {
    return gate;
  }

  Handles handles() {
    return handles;
  }

  AttributeOperations attributeOperations() {
    return attributes;
  }

  FileStore store() {
    return store;
  }

  /** A channel or stream was closed. */
  void closed(Object holder) {
    disk.lock();
    try {
      if (gate.running()) {
        handles.closed(holder, disk);
      }
    } finally {
      disk.unlock();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  /** Ends this process in an orderly way: open handles are released, later calls fail. */
  @Override
  public void close() {
    disk.lock();
    try {
      if (gate.running()) {
        handles.closeAll(disk);
      }
      gate.close();
    } finally {
      disk.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return gate.running();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(root());
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(store);
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    Set<String> views = new TreeSet<>(List.of("basic", "owner", "posix", "unix"));
    if (disk.options().userAttributes()) {
      views.add("user");
    }
    return views;
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder text = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        text.append(text.length() == 0 ? "" : "/").append(part);
      }
    }
    return CrashPath.parse(this, text.toString());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    return Glob.matcher(syntaxAndPattern, disk.options().names().caseInsensitive());
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return new PrincipalLookup();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    throw new UnsupportedOperationException("watch services");
  }
}
