// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.IdentityHashMap;

/**
 * Copies a disk with all that is visible, durable and in between. Handles and locks are not copied.
 * Used once, under the lock of the old disk.
 */
final class DiskCopy {
  private final NameRules rules;
  private final IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
  private long usedBytes;

  private DiskCopy(NameRules rules) {
    this.rules = rules;
  }

  static Disk of(Disk disk) {
    DiskCopy copy = new DiskCopy(disk.options().names());
    DirectoryNode root = copy.directory(disk.root());
    copy.countLinks(root);
    return new Disk(disk.options(), root, disk.nextInode(), copy.usedBytes);
  }

  private Node node(Node old) {
    Node known = copies.get(old);
    if (known != null) {
      return known;
    }
    if (old instanceof DirectoryNode directory) {
      return directory(directory);
    }
    Node copy =
        old instanceof FileNode file
            ? new FileNode(file.inode().copy(), file.content().copy())
            : new SymlinkNode(old.inode().copy(), ((SymlinkNode) old).target());
    copies.put(old, copy);
    return copy;
  }

  private DirectoryNode directory(DirectoryNode old) {
    DirectoryNode copy = new DirectoryNode(old.inode().copy(), new NameTable(rules));
    copies.put(old, copy);
    old.names().copyTo(copy.names(), entry -> new Entry(entry.name(), node(entry.node())));
    return copy;
  }

  /** Counts the visible names of each copy and sets the places of directories. */
  private void countLinks(DirectoryNode directory) {
    for (Entry entry : directory.names().entries()) {
      Inode inode = entry.node().inode();
      inode.addLink();
      if (entry.node() instanceof DirectoryNode child) {
        child.place(directory, entry.name());
        countLinks(child);
      } else if (entry.node() instanceof FileNode file && inode.links() == 1) {
        usedBytes += file.content().size();
      }
    }
  }
}
