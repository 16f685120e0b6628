// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** The options a channel is opened with, checked as the JDK checks them. Immutable. */
final class OpenFlags {
  private final Set<OpenOption> options;

  private OpenFlags(Set<OpenOption> options) {
    this.options = options;
  }

  /**
   * Checks the options.
   *
   * @throws UnsupportedOperationException for an option that is not a standard one
   * @throws IllegalArgumentException for options that exclude each other
   */
  static OpenFlags of(Set<? extends OpenOption> given) {
    Set<OpenOption> options = new HashSet<>(given);
    for (OpenOption option : options) {
      if (!(option instanceof StandardOpenOption) && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException(option + " not supported");
      }
    }
    OpenFlags flags = new OpenFlags(options);
    if (flags.append() && flags.has(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ + APPEND not allowed");
    }
    if (flags.append() && flags.has(StandardOpenOption.TRUNCATE_EXISTING)) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    return flags;
  }

  private boolean has(OpenOption option) {
    return options.contains(option);
  }

  boolean read() {
    return has(StandardOpenOption.READ) || !write();
  }

  boolean write() {
    return has(StandardOpenOption.WRITE) || append();
  }

  boolean append() {
    return has(StandardOpenOption.APPEND);
  }

  boolean createNew() {
    return write() && has(StandardOpenOption.CREATE_NEW);
  }

  boolean create() {
    return write() && (has(StandardOpenOption.CREATE) || createNew());
  }

  boolean truncate() {
    return write() && has(StandardOpenOption.TRUNCATE_EXISTING);
  }

  boolean deleteOnClose() {
    return has(StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** True if each write is forced at once. */
  boolean synchronous() {
    return has(StandardOpenOption.SYNC) || has(StandardOpenOption.DSYNC);
  }

  /** True if a link at the end of the path is followed. */
  boolean follow() {
    return !noFollow() && !createNew();
  }

  /** As in the JDK, a file that is to be deleted is not reached through a link. */
  boolean noFollow() {
    return has(LinkOption.NOFOLLOW_LINKS) || deleteOnClose();
  }
}
