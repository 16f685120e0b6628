// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An error of the operating system that can be injected, named as in POSIX {@code errno.h}.
 *
 * <p>The exception has the form that the JDK gives it on Linux: a plain {@link IOException} for
 * calls on an open channel, a {@link FileSystemException} with the path for all others.
 */
public enum Fault {
  /** The device failed. */
  EIO("Input/output error"),
  /** The file system is full. */
  ENOSPC("No space left on device"),
  /** The user's quota is used up. */
  EDQUOT("Disk quota exceeded"),
  /** The file would pass the size limit of the process or the file system. */
  EFBIG("File too large"),
  /** The process has no descriptor left. */
  EMFILE("Too many open files"),
  /** The file system is mounted read-only. */
  EROFS("Read-only file system"),
  /** Permission denied. */
  EACCES("Permission denied");

  private final String message;

  Fault(String message) {
    this.message = message;
  }

  /**
   * The text the operating system gives for this error.
   *
   * @return the text
   */
  public String message() {
    return message;
  }

  IOException exception(IoCall call) {
    if (call.kind().onChannel()) {
      return new IOException(message);
    }
    String path = call.path().toString();
    String other = text(call.target());
    return this == EACCES
        ? new AccessDeniedException(path, other, null)
        : new FileSystemException(path, other, message);
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }
}
