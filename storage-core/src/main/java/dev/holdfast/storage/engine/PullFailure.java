// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.io.Serial;

/**
 * Content was given up by the storage: no time, no thread, or an interrupt. Tells {@link
 * GuardedContent} that it was not the caller's source that failed.
 */
final class PullFailure extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final StorageException failure;

  PullFailure(StorageException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  StorageException failure() {
    return failure;
  }
}
