// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.charset.StandardCharsets;

/** A symbolic link; its target never changes. */
final class SymlinkNode implements Node {
  private final Inode inode;
  private final String target;

  SymlinkNode(Inode inode, String target) {
    this.inode = inode;
    this.target = target;
  }

  @Override
  public Inode inode() {
    return inode;
  }

  String target() {
    return target;
  }

  long sizeBytes() {
    return target.getBytes(StandardCharsets.UTF_8).length;
  }
}
