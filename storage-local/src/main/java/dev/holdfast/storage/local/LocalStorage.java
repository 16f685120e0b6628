// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.spi.StorageObserver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FileStorage} in a local directory: durable, atomic, contained.
 *
 * <pre>{@code
 * try (FileStorage storage = LocalStorage.builder(Path.of("data")).build()) {
 *   storage.upload(StorageKey.of("hello.txt"), Content.ofBytes(bytes));
 * }
 * }</pre>
 *
 * <p>One store has a root at a time, in this process and on this machine; a second one waits {@link
 * Builder#lockWait} and then fails with {@code StorageLockedException}. The operating system frees
 * the lock when a process dies. What the store makes is private, files 0600 and directories 0700,
 * where the file system knows owners; a root that exists keeps the mode that it has. Symbolic links
 * in the root are never followed; whoever may write inside the root is trusted.
 *
 * <p>This class only makes storages. It is not a file server, and not for network file systems on
 * which locks or atomic moves do not work.
 */
public final class LocalStorage {

  private LocalStorage() {}

  /**
   * Begins a store in a directory.
   *
   * @param root an empty directory, one that is a store already, or one that does not exist and is
   *     then made
   */
  public static Builder builder(Path root) {
    return new Builder(Objects.requireNonNull(root, "root"));
  }

  /**
   * A plain folder as it is, for reading: each regular file is an object under its path. Files
   * whose path is not a key are not shown, links are not followed.
   *
   * @throws dev.holdfast.storage.StorageException of kind {@code CONFIGURATION} if there is no such
   *     directory, or it is a store or inside one
   */
  public static FileStorage readOnly(Path directory) {
    return StoreOpening.readOnly(Objects.requireNonNull(directory, "directory"));
  }

  /** Settings of a store. Not thread-safe. */
  public static final class Builder {

    final Path root;
    Durability durability = Durability.FILE_AND_DIRECTORY;
    Duration lockWait = Duration.ofSeconds(10);
    Duration staleAfter = Duration.ofHours(1);
    Duration closeGrace = Duration.ofSeconds(10);
    String name = "local";
    StorageObserver observer = StorageObserver.none();
    @Nullable Environment environment;
    private @Nullable URI presignBase;
    private byte[] presignSecret = {};

    private Builder(Path root) {
      this.root = root;
    }

    /** What a write that returned survives; {@link Durability#FILE_AND_DIRECTORY} by default. */
    public Builder durability(Durability durability) {
      this.durability = Objects.requireNonNull(durability, "durability");
      return this;
    }

    /** How long to wait for another store to release the root; 10 seconds by default. */
    public Builder lockWait(Duration lockWait) {
      this.lockWait = Objects.requireNonNull(lockWait, "lockWait");
      return this;
    }

    /**
     * How old the unfinished write of a process that died must be before it is removed; 1 hour by
     * default.
     */
    public Builder staleAfter(Duration staleAfter) {
      this.staleAfter = Objects.requireNonNull(staleAfter, "staleAfter");
      return this;
    }

    /**
     * How long {@link FileStorage#close()} waits for transfers before it ends them with {@code
     * CANCELLED}; 10 seconds by default, zero for not at all. A download or session that is open
     * counts as a transfer, also if nobody uses it.
     */
    public Builder closeGrace(Duration closeGrace) {
      this.closeGrace = Objects.requireNonNull(closeGrace, "closeGrace");
      return this;
    }

    /**
     * Lets the storage make links, which {@link LocalLinks} checks.
     *
     * @param base where the application serves links, such as {@code https://host/files}: http or
     *     https, with a host, without user, query and fragment
     * @param secret at least 16 random bytes, the same in every process that makes or checks links;
     *     copied, never shown
     */
    public Builder presignBase(URI base, byte[] secret) {
      Objects.requireNonNull(base, "base");
      this.presignSecret = Objects.requireNonNull(secret, "secret").clone();
      this.presignBase = base;
      return this;
    }

    /** The name in receipts, messages and measurements; {@code local} by default. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Hears what the storage does; nobody by default. */
    public Builder observer(StorageObserver observer) {
      this.observer = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /** Clock, waits and threads; the machine's own by default. Not closed by the storage. */
    public Builder environment(Environment environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /**
     * Opens the store.
     *
     * @throws IllegalArgumentException that lists every setting that makes no sense
     * @throws dev.holdfast.storage.StorageLockedException if another store kept the root
     * @throws dev.holdfast.storage.StorageException of kind {@code CONFIGURATION} if the root is a
     *     file, is inside another store, is neither empty nor a store, or has something else where
     *     the control directory and its files belong; {@code READ_ONLY} or {@code ACCESS_DENIED} if
     *     it cannot be written
     */
    public FileStorage build() {
      List<String> problems = new ArrayList<>();
      if (lockWait.isNegative()) {
        problems.add("lockWait must not be negative");
      }
      if (staleAfter.isNegative()) {
        problems.add("staleAfter must not be negative");
      }
      if (closeGrace.isNegative()) {
        problems.add("closeGrace must not be negative");
      }
      if (name.isBlank()) {
        problems.add("name must not be blank");
      }
      if (presignBase != null) {
        problems.addAll(LinkSigner.problems(presignBase, presignSecret));
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return StoreOpening.open(this);
    }

    /** What signs links, or null if none are made. */
    @Nullable LinkSigner signer() {
      return presignBase == null ? null : new LinkSigner(presignBase, presignSecret);
    }
  }
}
