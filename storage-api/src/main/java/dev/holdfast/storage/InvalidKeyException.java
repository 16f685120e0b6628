// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/** A text is not a {@link StorageKey}. Thrown before any I/O. */
public final class InvalidKeyException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  InvalidKeyException(StorageExceptionBuilder facts) {
    super(facts);
  }

  InvalidKeyException(String text, String problem) {
    this(
        StorageException.builder(Kind.INVALID_KEY)
            .deed("making a key of '" + Printable.of(text) + "'")
            .reason(problem)
            .advice("see StorageKey for the grammar"));
  }
}
