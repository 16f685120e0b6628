// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/** The kind of one input or output call, as seen by listeners, failures and counters. */
public enum CallKind {
  /** Opening an existing file or directory as a channel. */
  OPEN,
  /** Opening a file that does not exist yet and is created by the call. */
  CREATE,
  /** Reading from a channel. */
  READ,
  /** Writing to a channel, or changing its size. */
  WRITE,
  /** Forcing a file. */
  FORCE_FILE,
  /** Forcing a directory, which makes its entries durable. */
  FORCE_DIRECTORY,
  /** Renaming. */
  MOVE,
  /** Creating a hard or a symbolic link. */
  LINK,
  /** Removing a file, a link or an empty directory. */
  DELETE,
  /** Creating a directory. */
  MKDIR,
  /** Opening a directory stream. */
  LIST,
  /** Reading basic or POSIX attributes, existence, size, real path, link target or free space. */
  STAT,
  /** Reading user-defined attributes. */
  ATTRIBUTES,
  /** Changing permissions, times, owner or user-defined attributes. */
  SET_ATTRIBUTES,
  /** Closing a channel. */
  CLOSE,
  /** Acquiring a file lock. */
  LOCK;

  /** True if the JDK reports failures of this kind as a plain {@code IOException} with no path. */
  boolean onChannel() {
    return switch (this) {
      case READ, WRITE, FORCE_FILE, FORCE_DIRECTORY, CLOSE, LOCK -> true;
      default -> false;
    };
  }
}
