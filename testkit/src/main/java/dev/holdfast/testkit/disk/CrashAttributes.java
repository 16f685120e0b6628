// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** The attributes of a file at one moment. Immutable. */
record CrashAttributes(Type type, long size, long inode, int linkCount, Metadata metadata)
    implements PosixFileAttributes {
  static final long DIRECTORY_SIZE_BYTES = 4096;

  /** What a file is. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK
  }

  /** The attributes of a node; under the lock of the disk. */
  static CrashAttributes of(Node node) {
    Inode inode = node.inode();
    return new CrashAttributes(
        type(node), sizeBytes(node), inode.number(), inode.links(), inode.metadata());
  }

  static long sizeBytes(Node node) {
    if (node instanceof FileNode file) {
      return file.content().size();
    }
    return node instanceof SymlinkNode link ? link.sizeBytes() : DIRECTORY_SIZE_BYTES;
  }

  private static Type type(Node node) {
    if (node instanceof FileNode) {
      return Type.FILE;
    }
    return node instanceof SymlinkNode ? Type.SYMBOLIC_LINK : Type.DIRECTORY;
  }

  @Override
  public FileTime lastModifiedTime() {
    return metadata.modified();
  }

  @Override
  public FileTime lastAccessTime() {
    return metadata.accessed();
  }

  @Override
  public FileTime creationTime() {
    return metadata.created();
  }

  @Override
  public boolean isRegularFile() {
    return type == Type.FILE;
  }

  @Override
  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return type == Type.SYMBOLIC_LINK;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return inode;
  }

  @Override
  public UserPrincipal owner() {
    return metadata.owner();
  }

  @Override
  public GroupPrincipal group() {
    return metadata.group();
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    EnumSet<PosixFilePermission> copy = EnumSet.noneOf(PosixFilePermission.class);
    copy.addAll(metadata.permissions());
    return copy;
  }

  /** The mode bits as {@code stat(2)} gives them. */
  int mode() {
    int bits =
        switch (type) {
          case FILE -> 0100000;
          case DIRECTORY -> 0040000;
          case SYMBOLIC_LINK -> 0120000;
        };
    int bit = 0400;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      bits |= metadata.permissions().contains(permission) ? bit : 0;
      bit >>= 1;
    }
    return bits;
  }
}
