// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/** Something a directory entry can refer to. */
sealed interface Node permits FileNode, DirectoryNode, SymlinkNode {
  Inode inode();
}
