// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.ObjectInfo;

/**
 * A write in pieces. Used by one thread at a time; the library calls {@link #close()} in the end,
 * committed or not.
 */
public interface DriverUpload extends AutoCloseable {

  /** Takes the next bytes; they may be reused by the caller afterwards. */
  void write(byte[] bytes, int offset, int length);

  /** Publishes what was written, durably. Called at most once, nothing but close after it. */
  ObjectInfo commit();

  /** Aborts unless committed: nothing is or will be visible. Idempotent; throws nothing. */
  @Override
  void close();
}
