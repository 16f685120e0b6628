// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.io.Serial;

/** The deadline of a call came before it was done. */
final class DeadlineExceeded extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  DeadlineExceeded() {
    super("the time allowed for the call was used up");
  }
}
