// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** What became of a call that failed. */
public enum Outcome {
  /** The call changed nothing and never will. */
  NOT_APPLIED,
  /**
   * The call may have been applied, or may still be unless {@link StorageException#settled()}; find
   * out before repeating it.
   */
  UNKNOWN
}
