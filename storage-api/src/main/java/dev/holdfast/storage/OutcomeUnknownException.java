// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serial;

/**
 * A write may have been applied, or may still be: the connection, the disk or the caller gave up
 * after the point of no return. {@link #kind()} tells which.
 *
 * <p>Where {@link #settled()} is true, read the object back before repeating the write, or repeat
 * it if writing twice does no harm. Where it is false the write may still take effect later, also
 * over one that is acknowledged meanwhile: repeat it with a condition, so that only one of the two
 * wins.
 */
public final class OutcomeUnknownException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  OutcomeUnknownException(StorageExceptionBuilder facts) {
    super(facts);
  }
}
