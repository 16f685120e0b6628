// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.StorageException.Kind;

/**
 * What a failed request means.
 *
 * @param kind what went wrong
 * @param fate what became of a write
 * @param advice what can be done, or empty
 */
record Verdict(Kind kind, Fate fate, String advice) {

  /** The write was not applied. */
  static Verdict refused(Kind kind) {
    return new Verdict(kind, Fate.NOT_APPLIED, "");
  }

  /** The write was not applied. */
  static Verdict refused(Kind kind, String advice) {
    return new Verdict(kind, Fate.NOT_APPLIED, advice);
  }

  /** What became of a write that failed. */
  enum Fate {
    /** The object is as it was. */
    NOT_APPLIED,
    /** The server has answered, so whatever it did is done. */
    ANSWERED,
    /** The request may still be on its way. */
    ON_ITS_WAY,
    /** On its way if all its bytes were taken, else not applied. */
    BY_BYTES
  }
}
