// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state that all processes of one boot share: the tree, the inode numbers, the space in use.
 *
 * <p>One lock guards all of it. It is taken for the effect of a single call. Of foreign code, only
 * the clock and the chooser of a crash policy run under it. Once power is lost nothing changes the
 * state any more, so that several crash images can be taken from it.
 */
final class Disk {
  static final Set<PosixFilePermission> FILE_PERMISSIONS =
      Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
  static final Set<PosixFilePermission> DIRECTORY_PERMISSIONS =
      Set.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final ReentrantLock lock = new ReentrantLock();
  private final DiskOptions options;
  private final DirectoryNode root;
  private long nextInode;
  private long usedBytes;
  private volatile boolean powerLost;

  Disk(DiskOptions options, DirectoryNode root, long nextInode, long usedBytes) {
    this.options = options;
    this.root = root;
    this.nextInode = nextInode;
    this.usedBytes = usedBytes;
  }

  static Disk empty(DiskOptions options) {
    FileTime now = FileTime.from(options.clock().instant());
    Inode inode = new Inode(2, Metadata.created(now, DIRECTORY_PERMISSIONS));
    DirectoryNode root = new DirectoryNode(inode, new NameTable(options.names()));
    return new Disk(options, root, 3, 0);
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  DiskOptions options() {
    return options;
  }

  DirectoryNode root() {
    return root;
  }

  boolean powerLost() {
    return powerLost;
  }

  void losePower() {
    powerLost = true;
  }

  long nextInode() {
    return nextInode;
  }

  long usedBytes() {
    return usedBytes;
  }

  long freeBytes() {
    return Math.max(0, options.capacityBytes() - usedBytes);
  }

  Inode newInode(Set<PosixFilePermission> permissions) {
    return new Inode(nextInode++, Metadata.created(now(), permissions));
  }

  FileTime now() {
    return FileTime.from(options.clock().instant());
  }

  /** Sets the modification time to now. */
  void touch(Inode inode) {
    FileTime now = now();
    if (!now.equals(inode.metadata().modified())) {
      inode.change(inode.metadata().withModified(now));
    }
  }

  /** Accounts for a change of a file's size. */
  void resized(int fromBytes, int toBytes) {
    usedBytes += (long) toBytes - fromBytes;
  }

  /** Frees the space of a node that nothing refers to any more. */
  void releaseIfUnused(Node node) {
    if (node instanceof FileNode file && node.inode().unused()) {
      usedBytes -= file.content().size();
    }
  }

  /** Makes a name refer to a node, in place of what it referred to before. */
  void enter(DirectoryNode directory, String name, Node node) {
    node.inode().addLink();
    Entry before = directory.names().get(name);
    directory.names().put(new Entry(name, node));
    if (node instanceof DirectoryNode child) {
      child.place(directory, name);
    }
    if (before != null) {
      unlinked(before.node());
    }
    touch(directory.inode());
  }

  void remove(DirectoryNode directory, Entry entry) {
    directory.names().remove(entry.name());
    unlinked(entry.node());
    touch(directory.inode());
  }

  /** Removes the old name of a node that was given a new one. */
  void removeName(DirectoryNode directory, Entry entry) {
    directory.names().remove(entry.name());
    entry.node().inode().removeLink();
    touch(directory.inode());
  }

  /** Makes everything visible durable. */
  void syncAll() {
    syncAll(root);
  }

  private static void syncAll(DirectoryNode directory) {
    directory.names().syncAll();
    directory.inode().sync();
    for (Entry entry : directory.names().entries()) {
      entry.node().inode().sync();
      if (entry.node() instanceof FileNode file) {
        file.content().sync();
      } else if (entry.node() instanceof DirectoryNode below) {
        syncAll(below);
      }
    }
  }

  private void unlinked(Node node) {
    node.inode().removeLink();
    releaseIfUnused(node);
  }
}
