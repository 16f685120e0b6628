// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** The condition of a write does not hold; nothing was changed. */
public final class PreconditionFailedException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  PreconditionFailedException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
