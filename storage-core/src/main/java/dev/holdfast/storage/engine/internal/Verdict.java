// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;

/** What the failure of an attempt says about the backend. */
enum Verdict {
  /** It works: it understood the request, and the answer stays the same if asked again. */
  ANSWERED,
  /** It failed. */
  FAILED,
  /** It asked for fewer requests. */
  THROTTLED,
  /** The cause lies on this side, or is not known. */
  NOTHING;

  /**
   * The verdict on whatever an attempt threw.
   *
   * @param patient whether the attempt had as much time as a working backend may need
   */
  static Verdict of(Throwable thrown, boolean patient) {
    if (!(thrown instanceof StorageException failure)) {
      return NOTHING;
    }
    Kind kind = failure.kind();
    return switch (kind) {
      case NOT_FOUND, PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, ACCESS_DENIED, KEY_CONFLICT ->
          ANSWERED;
      case THROTTLED -> THROTTLED;
      case TIMEOUT -> patient ? FAILED : NOTHING;
      default -> kind.countsForHealth() ? FAILED : NOTHING;
    };
  }
}
