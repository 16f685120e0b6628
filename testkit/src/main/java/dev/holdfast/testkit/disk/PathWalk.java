// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path refers to, as POSIX path resolution does: {@code ..} means the parent of the
 * directory that was reached, links are followed where they stand. Runs under the lock of the disk.
 */
final class PathWalk {
  private static final int MAX_LINKS = 40;
  private static final String NOT_A_DIRECTORY = "Not a directory";
  private static final String LOOP = "Too many levels of symbolic links";

  private PathWalk() {}

  /**
   * Where a path leads: a name in a directory and its entry, if there is one.
   *
   * @param name empty if the path ends in the directory itself (root, {@code .} or {@code ..})
   */
  record Place(DirectoryNode directory, String name, @Nullable Entry entry) {
    /** What is there; null if nothing. */
    @Nullable Node node() {
      if (name.isEmpty()) {
        return directory;
      }
      return entry == null ? null : entry.node();
    }

    /** True if the path has no name of its own that could be created, removed or renamed. */
    boolean unnamed() {
      return name.isEmpty();
    }
  }

  /** What a path refers to. */
  static Node node(CrashPath path, boolean follow) throws FileSystemException {
    Node node = place(path, follow).node();
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  /** The directory a path refers to. */
  static DirectoryNode directory(CrashPath path) throws FileSystemException {
    try {
      if (node(path, true) instanceof DirectoryNode directory) {
        return directory;
      }
    } catch (FileSystemException e) {
      if (!NOT_A_DIRECTORY.equals(e.getReason())) {
        throw e;
      }
    }
    throw new NotDirectoryException(path.toString());
  }

  /** Where a path leads; with {@code follow}, a link at the end is followed too. */
  static Place place(CrashPath path, boolean follow) throws FileSystemException {
    if (NameRules.pathTooLong(path.toString())) {
      throw new FileSystemException(path.toString(), null, "File name too long");
    }
    DirectoryNode root = path.getFileSystem().disk().root();
    DirectoryNode at = root;
    String[] names = path.names();
    int links = 0;
    int i = 0;
    while (i < names.length) {
      String name = names[i];
      boolean last = ++i == names.length;
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.parent();
        continue;
      }
      Entry entry = find(at, name, path);
      if (entry != null && entry.node() instanceof SymlinkNode link && (follow || !last)) {
        if (++links > MAX_LINKS) {
          throw loop(path);
        }
        names = splice(link.target(), names, i);
        at = link.target().startsWith("/") ? root : at;
        i = 0;
      } else if (last) {
        return new Place(at, name, entry);
      } else {
        at = descend(entry, path);
      }
    }
    return new Place(at, "", null);
  }

  /** True if the error is that links lead in a circle or too far. */
  static boolean isLoop(FileSystemException e) {
    String reason = e.getReason();
    return reason != null && reason.startsWith(LOOP);
  }

  private static @Nullable Entry find(DirectoryNode directory, String name, CrashPath path)
      throws FileSystemException {
    if (NameRules.nameTooLong(name)) {
      throw new FileSystemException(path.toString(), null, "File name too long");
    }
    return directory.names().get(name);
  }

  private static DirectoryNode descend(@Nullable Entry entry, CrashPath path)
      throws FileSystemException {
    if (entry == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (entry.node() instanceof DirectoryNode directory) {
      return directory;
    }
    throw new FileSystemException(path.toString(), null, NOT_A_DIRECTORY);
  }

  private static String[] splice(String target, String[] names, int from) {
    String[] first = CrashPath.split(target);
    String[] all = Arrays.copyOf(first, first.length + names.length - from);
    System.arraycopy(names, from, all, first.length, names.length - from);
    return all;
  }

  private static FileSystemException loop(CrashPath path) {
    return new FileSystemException(
        path.toString(), null, LOOP + " or unable to access attributes of symbolic link");
  }
}
