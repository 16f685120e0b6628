// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done with content that can be read only once, so that a failed upload of it can be sent
 * again: it is read to its end before the first request, into memory, and beyond that into an
 * encrypted temporary file. Longer content is sent once and not repeated, or refused. Immutable.
 *
 * <p>The file is encrypted with AES-256 in counter mode under a key that exists in memory alone,
 * has mode 0600, and is gone when the call ends, or with the process. A file that cannot be made or
 * written counts as no more room.
 */
public final class Spooling {

  private static final Spooling NEVER = new Spooling(0L, 0L, null, false);

  private final long memoryBytes;
  private final long fileBytes;
  private final @Nullable Path directory;
  private final boolean refusing;

  private Spooling(long memoryBytes, long fileBytes, @Nullable Path directory, boolean refusing) {
    this.memoryBytes = memoryBytes;
    this.fileBytes = fileBytes;
    this.directory = directory;
    this.refusing = refusing;
  }

  /** Single-shot content is sent once; if that fails it is not repeated. */
  public static Spooling never() {
    return NEVER;
  }

  /**
   * Keeps content in memory.
   *
   * @param bytes of one upload at the most, zero or more
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public static Spooling inMemory(long bytes) {
    return new Spooling(checked(bytes), 0L, null, false);
  }

  /**
   * Keeps what is longer in an encrypted file.
   *
   * @param directory must exist
   * @param bytes of one upload at the most, zero or more
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public Spooling thenIn(Path directory, long bytes) {
    Objects.requireNonNull(directory, "directory");
    return new Spooling(memoryBytes, checked(bytes), directory, refusing);
  }

  /**
   * Refuses what is longer still with {@code INVALID_ARGUMENT}, nothing sent; before its first byte
   * is read if the length is known.
   */
  public Spooling orRefuse() {
    return new Spooling(memoryBytes, fileBytes, directory, true);
  }

  /** Most bytes of one upload in memory. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** Most bytes of one upload in a file. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Where the files are. */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  /** Whether longer content is refused. */
  public boolean refusing() {
    return refusing;
  }

  private static long checked(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    return bytes;
  }
}
