// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** Bytes are not those that were written, or not those that were announced. */
public final class IntegrityException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  IntegrityException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
