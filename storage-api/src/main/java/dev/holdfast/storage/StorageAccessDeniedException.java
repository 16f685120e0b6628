// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** The backend refuses these credentials, or this user may not do this. */
public final class StorageAccessDeniedException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  StorageAccessDeniedException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
