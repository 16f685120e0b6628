// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Function;

/** Opens files and directories as channels. */
final class Opening {
  private final CrashFileSystem fileSystem;
  private final CallGate gate;

  Opening(CrashFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.gate = fileSystem.gate();
  }

  CrashChannel open(CrashPath path, OpenFlags flags, Set<PosixFilePermission> permissions)
      throws IOException {
    return open(path, flags, permissions, node -> new CrashChannel(fileSystem, path, node, flags));
  }

  /**
   * Opens a channel that can be forced and closed.
   *
   * @throws UnsupportedOperationException if it is to be opened for more than reading
   */
  AsynchronousFileChannel openAsynchronous(CrashPath path, OpenFlags flags) throws IOException {
    if (flags.write() || flags.deleteOnClose()) {
      throw new UnsupportedOperationException("an asynchronous channel for more than reading");
    }
    return open(
        path, flags, Set.of(), node -> new CrashAsynchronousChannel(fileSystem, path, node));
  }

  private <C extends OpenChannel> C open(
      CrashPath path,
      OpenFlags flags,
      Set<PosixFilePermission> permissions,
      Function<Node, C> maker)
      throws IOException {
    gate.admit(creates(path, flags) ? CallKind.CREATE : CallKind.OPEN, path);
    gate.enter();
    try {
      PathWalk.Place place = place(path, flags);
      Node node = place.node();
      if (node == null) {
        node = create(path, place, flags, permissions);
      } else {
        checkExisting(path, node, flags);
      }
      if (flags.truncate() && node instanceof FileNode file) {
        int before = file.content().size();
        file.content().truncate(0);
        gate.disk().resized(before, 0);
        gate.disk().touch(file.inode());
      }
      C channel = maker.apply(node);
      fileSystem.handles().opened(channel, path, node);
      if (flags.deleteOnClose()) {
        removeNow(path);
      }
      return channel;
    } finally {
      gate.exit();
    }
  }

  private static PathWalk.Place place(CrashPath path, OpenFlags flags) throws IOException {
    try {
      return PathWalk.place(path, flags.follow());
    } catch (FileSystemException e) {
      throw flags.noFollow() && PathWalk.isLoop(e) ? linkNotFollowed() : e;
    }
  }

  private static IOException linkNotFollowed() {
    return new IOException("Too many levels of symbolic links (NOFOLLOW_LINKS specified)");
  }

  /** The JDK removes the name of such a file as soon as it is open. */
  private void removeNow(CrashPath path) throws FileSystemException {
    PathWalk.Place place = PathWalk.place(path, false);
    Entry entry = place.entry();
    if (entry != null) {
      gate.disk().remove(place.directory(), entry);
    }
  }

  private boolean creates(CrashPath path, OpenFlags flags) throws IOException {
    if (!flags.create() || flags.createNew()) {
      return flags.createNew();
    }
    gate.enter();
    try {
      return PathWalk.place(path, true).node() == null;
    } catch (FileSystemException ignored) { // the open itself reports what is wrong with the path
      return true;
    } finally {
      gate.exit();
    }
  }

  private Node create(
      CrashPath path, PathWalk.Place place, OpenFlags flags, Set<PosixFilePermission> permissions)
      throws FileSystemException {
    DirectoryNode directory = place.directory();
    boolean removed = !directory.root() && directory.inode().links() == 0;
    if (!flags.create() || removed) {
      throw new NoSuchFileException(path.toString());
    }
    FileNode file = new FileNode(gate.disk().newInode(permissions), new FileContent());
    gate.disk().enter(directory, place.name(), file);
    return file;
  }

  private static void checkExisting(CrashPath path, Node node, OpenFlags flags) throws IOException {
    if (flags.createNew()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (node instanceof SymlinkNode) {
      throw linkNotFollowed();
    }
    if (node instanceof DirectoryNode && (flags.write() || flags.deleteOnClose())) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
  }
}
