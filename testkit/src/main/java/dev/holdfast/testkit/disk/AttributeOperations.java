// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Calls that look at what a path refers to or change its attributes. */
final class AttributeOperations {
  private static final Set<PosixFilePermission> EXECUTE =
      EnumSet.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final CrashFileSystem fileSystem;
  private final CallGate gate;

  AttributeOperations(CrashFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.gate = fileSystem.gate();
  }

  static boolean follow(LinkOption... options) {
    return !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
  }

  CrashAttributes read(CrashPath path, boolean follow) throws IOException {
    gate.admit(CallKind.STAT, path);
    gate.enter();
    try {
      return CrashAttributes.of(PathWalk.node(path, follow));
    } finally {
      gate.exit();
    }
  }

  /** Reads the whole metadata for the user-defined view. */
  Metadata readUser(CrashPath path, boolean follow) throws IOException {
    gate.admit(CallKind.ATTRIBUTES, path);
    gate.enter();
    try {
      return PathWalk.node(path, follow).inode().metadata();
    } finally {
      gate.exit();
    }
  }

  void change(CrashPath path, boolean follow, UnaryOperator<Metadata> change) throws IOException {
    gate.admit(CallKind.SET_ATTRIBUTES, path);
    gate.enter();
    try {
      Inode inode = PathWalk.node(path, follow).inode();
      inode.change(change.apply(inode.metadata()));
    } finally {
      gate.exit();
    }
  }

  /** Existence, and the execute bit if asked for; reading and writing are always permitted. */
  void checkAccess(CrashPath path, AccessMode... modes) throws IOException {
    CrashAttributes attributes = read(path, true);
    boolean execute = Arrays.asList(modes).contains(AccessMode.EXECUTE);
    if (execute && attributes.permissions().stream().noneMatch(EXECUTE::contains)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  boolean sameFile(CrashPath path, CrashPath other) throws IOException {
    return path.equals(other) || read(path, true).inode() == read(other, true).inode();
  }

  CrashPath readLink(CrashPath path) throws IOException {
    gate.admit(CallKind.STAT, path);
    gate.enter();
    try {
      if (PathWalk.node(path, false) instanceof SymlinkNode link) {
        return CrashPath.parse(fileSystem, link.target());
      }
      throw new NotLinkException(path.toString());
    } finally {
      gate.exit();
    }
  }

  CrashPath realPath(CrashPath path, LinkOption... options) throws IOException {
    gate.admit(CallKind.STAT, path);
    gate.enter();
    try {
      return follow(options) ? resolved(path) : withoutDots(path);
    } finally {
      gate.exit();
    }
  }

  private CrashPath resolved(CrashPath path) throws FileSystemException {
    PathWalk.Place place = PathWalk.place(path, true);
    if (place.node() == null) {
      throw new NoSuchFileException(path.toString());
    }
    List<String> names = namesOf(place.directory());
    Entry entry = place.entry();
    if (entry != null) {
      names.add(entry.name());
    }
    return CrashPath.of(fileSystem, true, names);
  }

  private static List<String> namesOf(DirectoryNode directory) {
    if (directory.root()) {
      return new ArrayList<>();
    }
    List<String> names = namesOf(directory.parent());
    names.add(directory.name());
    return names;
  }

  /** Removes {@code .} and {@code ..}, but not a {@code ..} that stands after a link. */
  private CrashPath withoutDots(CrashPath path) throws FileSystemException {
    CrashPath result = CrashPath.root(fileSystem);
    for (String name : path.toAbsolutePath().names()) {
      boolean back = name.equals("..") && !(PathWalk.node(result, false) instanceof SymlinkNode);
      if (back) {
        CrashPath parent = result.getParent();
        result = parent == null ? result : parent;
      } else if (!name.equals(".")) {
        result = result.resolve(name);
      }
    }
    PathWalk.node(result, false);
    return result;
  }
}
