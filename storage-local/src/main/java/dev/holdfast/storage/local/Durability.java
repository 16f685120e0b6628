// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

/** What a write or delete that returned survives. Every level is atomic for readers. */
public enum Durability {
  /**
   * The death of this process, not of the machine: nothing is forced to the device. After a power
   * loss an object may be old, new, or damaged; damage is detected on read. The marker of the store
   * is forced all the same, once, when the store is made.
   */
  NONE,
  /**
   * The bytes are forced before they become visible, so that an object is old or new and never
   * damaged; the last writes before a power loss may be missing.
   */
  FILE,
  /** Everything: bytes and directory entries are forced before the call returns. The default. */
  FILE_AND_DIRECTORY;

  boolean forcesFiles() {
    return this != NONE;
  }

  boolean forcesDirectories() {
    return this == FILE_AND_DIRECTORY;
  }
}
