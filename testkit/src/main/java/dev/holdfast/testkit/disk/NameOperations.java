// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls that change which names exist: create, link, remove, rename. */
final class NameOperations {
  private final CallGate gate;

  NameOperations(CallGate gate) {
    this.gate = gate;
  }

  void createDirectory(CrashPath path, Set<PosixFilePermission> permissions) throws IOException {
    gate.admit(CallKind.MKDIR, path);
    gate.enter();
    try {
      PathWalk.Place place = vacant(path);
      Disk disk = gate.disk();
      Inode inode = disk.newInode(permissions);
      disk.enter(
          place.directory(),
          place.name(),
          new DirectoryNode(inode, new NameTable(disk.options().names())));
    } finally {
      gate.exit();
    }
  }

  void createSymbolicLink(CrashPath link, CrashPath target) throws IOException {
    gate.admit(CallKind.LINK, link, target);
    gate.enter();
    try {
      if (target.toString().isEmpty()) {
        throw new NoSuchFileException(link.toString());
      }
      PathWalk.Place place = vacant(link);
      Inode inode = gate.disk().newInode(Set.of(PosixFilePermission.values()));
      gate.disk().enter(place.directory(), place.name(), new SymlinkNode(inode, target.toString()));
    } finally {
      gate.exit();
    }
  }

  void createLink(CrashPath link, CrashPath existing) throws IOException {
    gate.admit(CallKind.LINK, link, existing);
    gate.enter();
    try {
      Node node = PathWalk.node(existing, false);
      PathWalk.Place place = vacant(link);
      if (node instanceof DirectoryNode) {
        throw error(link, existing, "Operation not permitted");
      }
      gate.disk().enter(place.directory(), place.name(), node);
    } catch (FileSystemException e) {
      throw withBothPaths(e, link, existing);
    } finally {
      gate.exit();
    }
  }

  /** The place for a new name; throws if it is taken. */
  private static PathWalk.Place vacant(CrashPath path) throws FileSystemException {
    PathWalk.Place place = PathWalk.place(path, false);
    if (place.node() != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    requireLinked(place.directory(), path);
    return place;
  }

  /** The JDK blames calls with two paths on both, whichever is the cause. */
  private static FileSystemException withBothPaths(
      FileSystemException e, CrashPath path, CrashPath other) {
    if (e instanceof NoSuchFileException) {
      return new NoSuchFileException(path.toString(), other.toString(), null);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new FileAlreadyExistsException(path.toString(), other.toString(), null);
    }
    return new FileSystemException(path.toString(), other.toString(), e.getReason());
  }

  /** A directory that was removed but is still open or the parent of a path takes no new names. */
  private static void requireLinked(DirectoryNode directory, CrashPath path)
      throws NoSuchFileException {
    if (!directory.root() && directory.inode().links() == 0) {
      throw new NoSuchFileException(path.toString());
    }
  }

  void delete(CrashPath path) throws IOException {
    gate.admit(CallKind.DELETE, path);
    gate.enter();
    try {
      removeName(path);
    } finally {
      gate.exit();
    }
  }

  private void removeName(CrashPath path) throws FileSystemException {
    PathWalk.Place place = PathWalk.place(path, false);
    if (place.unnamed()) {
      throw unremovable(path);
    }
    Entry entry = place.entry();
    if (entry == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (entry.node() instanceof DirectoryNode directory && !directory.names().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    gate.disk().remove(place.directory(), entry);
  }

  /** Why a path that ends in the root, {@code .} or {@code ..} cannot be removed. */
  private static FileSystemException unremovable(CrashPath path) {
    CrashPath last = path.getFileName();
    String name = last == null ? "" : last.toString();
    return switch (name) {
      case ".." -> new DirectoryNotEmptyException(path.toString());
      case "." -> error(path, null, "Invalid argument");
      default -> error(path, null, "Device or resource busy");
    };
  }

  /** {@code Files.move}: with ATOMIC_MOVE one rename, otherwise a check, a removal and a rename. */
  void move(CrashPath source, CrashPath target, CopyOption... options) throws IOException {
    List<CopyOption> given = List.of(options);
    for (CopyOption option : given) {
      if (!(option instanceof StandardCopyOption) && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException("Unsupported copy option " + option);
      }
      if (option == StandardCopyOption.COPY_ATTRIBUTES) {
        throw new UnsupportedOperationException("Unsupported copy option " + option);
      }
    }
    if (!given.contains(StandardCopyOption.ATOMIC_MOVE)
        && !prepareMove(source, target, given.contains(StandardCopyOption.REPLACE_EXISTING))) {
      return;
    }
    gate.admit(CallKind.MOVE, source, target);
    gate.enter();
    try {
      rename(source, target);
    } catch (FileSystemException e) {
      throw withBothPaths(e, source, target);
    } finally {
      gate.exit();
    }
  }

  /** Makes room for the target; false if source and target are the same file. */
  private boolean prepareMove(CrashPath source, CrashPath target, boolean replace)
      throws IOException {
    gate.enter();
    try {
      Node from = PathWalk.node(source, false);
      Node to = existing(target);
      if (to == null) {
        return true;
      }
      if (from == to) {
        return false;
      }
      if (!replace) {
        throw new FileAlreadyExistsException(target.toString());
      }
    } finally {
      gate.exit();
    }
    delete(target);
    return true;
  }

  /** What is at the target; if that cannot be told, the rename will report why. */
  private static @Nullable Node existing(CrashPath target) {
    try {
      return PathWalk.place(target, false).node();
    } catch (FileSystemException ignored) { // reported by the rename that follows
      return null;
    }
  }

  private void rename(CrashPath source, CrashPath target) throws FileSystemException {
    PathWalk.Place from = PathWalk.place(source, false);
    PathWalk.Place to = PathWalk.place(target, false);
    if (from.unnamed() || to.unnamed()) {
      throw error(source, target, "Device or resource busy");
    }
    Entry moved = from.entry();
    if (moved == null) {
      throw new NoSuchFileException(source.toString(), target.toString(), null);
    }
    Node node = moved.node();
    Entry replaced = to.entry();
    if (replaced != null && replaced.node() == node) {
      renameToItself(from, to, moved, replaced);
      return;
    }
    if (to.node() instanceof DirectoryNode above && from.directory().within(above)) {
      throw error(source, target, "Directory not empty");
    }
    checkRename(source, target, node, to);
    requireLinked(to.directory(), target);
    gate.disk().enter(to.directory(), to.name(), node);
    gate.disk().removeName(from.directory(), moved);
  }

  /** Two names of one file: nothing happens, unless they are one name in another case. */
  private void renameToItself(PathWalk.Place from, PathWalk.Place to, Entry moved, Entry replaced) {
    boolean oneName = from.directory() == to.directory() && moved.name().equals(replaced.name());
    if (oneName && !to.name().equals(moved.name())) {
      gate.disk().enter(to.directory(), to.name(), moved.node());
    }
  }

  private static void checkRename(CrashPath source, CrashPath target, Node node, PathWalk.Place to)
      throws FileSystemException {
    if (node instanceof DirectoryNode directory && to.directory().within(directory)) {
      throw error(source, target, "Invalid argument");
    }
    Node over = to.node();
    if (over == null) {
      return;
    }
    if (over instanceof DirectoryNode directory) {
      if (!(node instanceof DirectoryNode)) {
        throw error(source, target, "Is a directory");
      }
      if (!directory.names().isEmpty()) {
        throw error(source, target, "Directory not empty");
      }
    } else if (node instanceof DirectoryNode) {
      throw error(source, target, "Not a directory");
    }
  }

  private static FileSystemException error(
      CrashPath path, @Nullable CrashPath other, String reason) {
    return new FileSystemException(
        path.toString(), other == null ? null : other.toString(), reason);
  }
}
