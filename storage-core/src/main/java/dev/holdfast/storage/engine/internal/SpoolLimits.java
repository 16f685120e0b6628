// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much of single-shot content is kept.
 *
 * @param memoryBytes the first of each upload, in memory
 * @param fileBytes the next, in a file
 * @param directory of the files; null for none
 * @param refusing whether content that is longer is refused, not sent once
 */
public record SpoolLimits(
    long memoryBytes, long fileBytes, @Nullable Path directory, boolean refusing) {

  /** Whether anything is kept or refused. */
  public boolean active() {
    return most() > 0L || refusing;
  }

  /** Most bytes of one upload. */
  long most() {
    long inFile = directory == null ? 0L : fileBytes;
    return memoryBytes > Long.MAX_VALUE - inFile ? Long.MAX_VALUE : memoryBytes + inFile;
  }
}
