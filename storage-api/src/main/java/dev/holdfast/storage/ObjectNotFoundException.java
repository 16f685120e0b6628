// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** There is no object under the key. */
public final class ObjectNotFoundException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  ObjectNotFoundException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
