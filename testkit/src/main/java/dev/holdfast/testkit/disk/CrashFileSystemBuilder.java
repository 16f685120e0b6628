// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.time.Instant;
import java.time.InstantSource;

/** Settings for a new, empty {@link CrashFileSystem}. Not thread-safe. */
public final class CrashFileSystemBuilder {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  private long seed;
  private boolean asciiOnly;
  private boolean caseInsensitive;
  private boolean windowsNames;
  private boolean userAttributes = true;
  private long capacityBytes = Long.MAX_VALUE;
  private InstantSource clock = InstantSource.fixed(START);

  CrashFileSystemBuilder() {}

  /**
   * Decides the order in which directories list their entries. Default 0.
   *
   * @param seed any value
   * @return this
   */
  public CrashFileSystemBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Refuses paths with characters outside ASCII with {@link java.nio.file.InvalidPathException}, as
   * the JDK does in the C locale. Default false.
   *
   * @param asciiOnly true to refuse
   * @return this
   */
  public CrashFileSystemBuilder asciiOnly(boolean asciiOnly) {
    this.asciiOnly = asciiOnly;
    return this;
  }

  /**
   * Looks names up regardless of case and keeps the case they were created with, as macOS and
   * Windows do. Paths themselves still compare by exact text. Default false.
   *
   * @param caseInsensitive true for such lookups
   * @return this
   */
  public CrashFileSystemBuilder caseInsensitive(boolean caseInsensitive) {
    this.caseInsensitive = caseInsensitive;
    return this;
  }

  /**
   * Refuses names that Windows does not allow (device names such as {@code CON} and {@code
   * aux.txt}, a dot or space at the end, control characters and {@code <>:"|?*\}) with {@link
   * java.nio.file.InvalidPathException}. The separator stays {@code /}. Default false.
   *
   * @param windowsNames true to refuse
   * @return this
   */
  public CrashFileSystemBuilder windowsNames(boolean windowsNames) {
    this.windowsNames = windowsNames;
    return this;
  }

  /**
   * Offers the {@code user} attribute view. Default true.
   *
   * @param userAttributes false to make the view unsupported
   * @return this
   */
  public CrashFileSystemBuilder userAttributes(boolean userAttributes) {
    this.userAttributes = userAttributes;
    return this;
  }

  /**
   * Limits the sum of the sizes of all files; a write beyond it is short or fails with "No space
   * left on device". Default unlimited.
   *
   * @param capacityBytes the limit in bytes, not negative
   * @return this
   */
  public CrashFileSystemBuilder capacityBytes(long capacityBytes) {
    this.capacityBytes = capacityBytes;
    return this;
  }

  /**
   * Gives the time for time stamps. Default: always 2020-01-01T00:00:00Z.
   *
   * @param clock the clock
   * @return this
   */
  public CrashFileSystemBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Creates the file system with an empty, durable root directory.
   *
   * @return a new file system
   * @throws IllegalArgumentException if the capacity is negative
   */
  public CrashFileSystem build() {
    if (capacityBytes < 0) {
      throw new IllegalArgumentException("capacityBytes must not be negative: " + capacityBytes);
    }
    NameRules names = new NameRules(asciiOnly, caseInsensitive, windowsNames);
    DiskOptions options = new DiskOptions(seed, names, userAttributes, capacityBytes, clock);
    return new CrashFileSystem(Disk.empty(options));
  }
}
