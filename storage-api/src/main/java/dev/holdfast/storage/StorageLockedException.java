// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** Another process uses this storage exclusively. */
public final class StorageLockedException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  StorageLockedException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
