// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/**
 * What every file, directory and link has: its number, how many names and open handles refer to it,
 * and its attributes, visible and durable. Guarded by the lock of its disk.
 */
final class Inode {
  private final long number;
  private int links;
  private int handles;
  private Metadata current;
  private Metadata durable;
  private boolean dirty;
  private long failures;

  /** A new inode; the attributes given at creation are as durable as the inode itself. */
  Inode(long number, Metadata metadata) {
    this.number = number;
    this.current = metadata;
    this.durable = metadata;
  }

  /** A copy with the same visible and durable attributes and no names or handles. */
  Inode copy() {
    Inode copy = new Inode(number, current);
    copy.durable = durable;
    copy.dirty = dirty;
    return copy;
  }

  long number() {
    return number;
  }

  int links() {
    return links;
  }

  void addLink() {
    links++;
  }

  void removeLink() {
    links--;
  }

  void addHandle() {
    handles++;
  }

  void removeHandle() {
    handles--;
  }

  /** True if no name and no handle refers to this inode any more. */
  boolean unused() {
    return links <= 0 && handles <= 0;
  }

  Metadata metadata() {
    return current;
  }

  Metadata durableMetadata() {
    return durable;
  }

  /** The attributes that a power loss may or may not preserve; false if there are none. */
  boolean dirty() {
    return dirty;
  }

  void change(Metadata metadata) {
    current = metadata;
    dirty = true;
  }

  /** Makes the attributes durable if they were changed since the last force. */
  void force() {
    if (dirty) {
      durable = current;
      dirty = false;
    }
  }

  /** Makes the attributes durable, even if a force failed. */
  void sync() {
    durable = current;
    dirty = false;
  }

  /** A force failed: what it should have saved counts as clean and is not durable. */
  void forceFailed() {
    dirty = false;
  }

  /** How many forces of this file or directory have failed. */
  long failures() {
    return failures;
  }

  void countFailure() {
    failures++;
  }
}
