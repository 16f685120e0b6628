// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is open for reading. One thread at a time; the caller closes it.
 *
 * <p>All bytes come from the same version of the object, whatever is written meanwhile. A read that
 * fails throws an {@link IOException} whose cause is the {@link StorageException}; bytes are never
 * silently missing at the end.
 */
public interface Download extends AutoCloseable {

  /** The object as it was when it was opened. */
  ObjectInfo info();

  /** Which bytes the stream has. */
  ByteSelection.Slice range();

  /**
   * Whether reaching the end of the stream proves that the bytes are those that were written.
   * Ranges and objects without a checksum are unverified.
   */
  boolean verified();

  /** The bytes, always the same stream. */
  InputStream stream();

  /**
   * Reads what is left into memory.
   *
   * @param maxBytes how many bytes the caller is ready to hold
   * @throws StorageException of kind {@code INVALID_ARGUMENT} if there are more
   * @throws StorageException if reading fails
   */
  byte[] readAllBytes(int maxBytes);

  /** Frees the connection or file, whatever has been read. Idempotent. */
  @Override
  void close();
}
