// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/** A regular file. Guarded by the lock of its disk. */
final class FileNode implements Node {
  private final Inode inode;
  private final FileContent content;
  private final LockTable locks = new LockTable();

  FileNode(Inode inode, FileContent content) {
    this.inode = inode;
    this.content = content;
  }

  @Override
  public Inode inode() {
    return inode;
  }

  FileContent content() {
    return content;
  }

  LockTable locks() {
    return locks;
  }
}
