// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/** A directory, with its place in the visible tree. Guarded by the lock of its disk. */
final class DirectoryNode implements Node {
  private final Inode inode;
  private final NameTable names;
  private DirectoryNode parent;
  private String name;

  /** The root of a tree: its own parent. */
  DirectoryNode(Inode inode, NameTable names) {
    this.inode = inode;
    this.names = names;
    this.parent = this;
    this.name = "";
  }

  @Override
  public Inode inode() {
    return inode;
  }

  NameTable names() {
    return names;
  }

  DirectoryNode parent() {
    return parent;
  }

  String name() {
    return name;
  }

  void place(DirectoryNode newParent, String newName) {
    parent = newParent;
    name = newName;
  }

  boolean root() {
    return parent == this;
  }

  /** True if this is the other directory or lies below it. */
  boolean within(DirectoryNode other) {
    DirectoryNode at = this;
    while (at != other) {
      if (at.root()) {
        return false;
      }
      at = at.parent;
    }
    return true;
  }
}
