// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.OutputStream;

/**
 * An upload that the caller writes piece by piece. One thread at a time; the caller closes it.
 *
 * <pre>{@code
 * try (UploadSession session = storage.beginUpload(key)) {
 *   report.writeTo(session.stream());
 *   session.commit();
 * }
 * }</pre>
 *
 * <p>If the block is left by an exception there was no commit, and nothing of the upload is or will
 * be visible.
 */
public interface UploadSession extends AutoCloseable {

  /**
   * Where the bytes go. Closing this stream neither commits nor aborts. A write that fails throws
   * an {@link java.io.IOException} whose cause is the {@link StorageException}; every later write
   * and the commit then fail with the same.
   */
  OutputStream stream();

  /**
   * Publishes what was written.
   *
   * @throws PreconditionFailedException if the condition of the options does not hold
   * @throws OutcomeUnknownException if it may or may not have been published
   * @throws StorageException of kind {@code TIMEOUT} if the time that the options allow is used up;
   *     nothing was published
   * @throws IllegalStateException if the session was committed or closed before
   */
  UploadReceipt commit();

  /** Aborts unless committed. Idempotent. */
  @Override
  void close();
}
