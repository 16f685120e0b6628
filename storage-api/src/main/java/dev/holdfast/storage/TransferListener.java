// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/**
 * Hears how an upload or a download advances.
 *
 * <p>Called in the thread that moves the bytes, so it should return at once. What it throws is
 * ignored.
 */
@FunctionalInterface
public interface TransferListener {

  /**
   * More bytes have been moved.
   *
   * @param transferredBytes bytes moved so far; starts again at zero if the transfer is repeated
   * @param totalBytes bytes in all, or -1 if unknown
   */
  void progressed(long transferredBytes, long totalBytes);
}
