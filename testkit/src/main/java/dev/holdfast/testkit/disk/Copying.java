// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * {@code Files.copy}: a sequence of separate calls, each of which may fail or be cut by a crash.
 */
final class Copying {
  private final NameOperations names;
  private final AttributeOperations attributes;
  private final Opening opening;

  Copying(NameOperations names, AttributeOperations attributes, Opening opening) {
    this.names = names;
    this.attributes = attributes;
    this.opening = opening;
  }

  void copy(CrashPath source, CrashPath target, Set<CopyOption> options) throws IOException {
    for (CopyOption option : options) {
      boolean atomic = option == StandardCopyOption.ATOMIC_MOVE;
      if (atomic || !(option instanceof StandardCopyOption || option instanceof LinkOption)) {
        throw new UnsupportedOperationException("Unsupported copy option " + option);
      }
    }
    boolean follow = !options.contains(LinkOption.NOFOLLOW_LINKS);
    CrashAttributes from = attributes.read(source, follow);
    if (!makeRoom(from, target, options.contains(StandardCopyOption.REPLACE_EXISTING))) {
      return;
    }
    if (from.isDirectory()) {
      names.createDirectory(target, CreationPermissions.lessUmask(from.permissions()));
    } else if (from.isSymbolicLink()) {
      CrashPath pointsTo = attributes.readLink(source);
      names.createSymbolicLink(/* link= */ target, /* target= */ pointsTo);
    } else {
      copyBytes(source, target, from);
    }
    if (options.contains(StandardCopyOption.COPY_ATTRIBUTES) && !from.isSymbolicLink()) {
      Metadata metadata = from.metadata();
      attributes.change(target, false, created -> metadata);
    }
  }

  /** False if source and target are the same file. */
  private boolean makeRoom(CrashAttributes from, CrashPath target, boolean replace)
      throws IOException {
    try {
      if (attributes.read(target, false).inode() == from.inode()) {
        return false;
      }
    } catch (NoSuchFileException ignored) { // the usual case: the target does not exist yet
      return true;
    }
    if (!replace) {
      throw new FileAlreadyExistsException(target.toString());
    }
    names.delete(target);
    return true;
  }

  private void copyBytes(CrashPath source, CrashPath target, CrashAttributes from)
      throws IOException {
    OpenFlags reading = OpenFlags.of(Set.of());
    OpenFlags writing =
        OpenFlags.of(Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    try (CrashChannel in = opening.open(source, reading, from.permissions());
        CrashChannel out =
            opening.open(target, writing, CreationPermissions.lessUmask(from.permissions()))) {
      long done = 0;
      long count = in.transferTo(0, Long.MAX_VALUE, out);
      while (count > 0) {
        done += count;
        count = in.transferTo(done, Long.MAX_VALUE, out);
      }
    }
  }
}
