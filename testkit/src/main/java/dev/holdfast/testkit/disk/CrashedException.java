// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;

/**
 * Thrown by every call on a file system whose machine has lost power or whose process was killed.
 */
public final class CrashedException extends IOException {
  private static final long serialVersionUID = 1L;

  CrashedException(String message) {
    super(message);
  }
}
