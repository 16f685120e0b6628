// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The permissions a new file or directory gets: those asked for, less the umask 022. */
final class CreationPermissions {
  private static final Set<PosixFilePermission> UMASK =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private CreationPermissions() {}

  static Set<PosixFilePermission> of(
      FileAttribute<?>[] attributes, Set<PosixFilePermission> otherwise) {
    Set<PosixFilePermission> result = otherwise;
    for (FileAttribute<?> attribute : attributes) {
      if (!attribute.name().equals("posix:permissions")) {
        throw new UnsupportedOperationException(
            "'" + attribute.name() + "' not supported as initial attribute");
      }
      result = EnumSet.noneOf(PosixFilePermission.class);
      for (Object permission : (Set<?>) attribute.value()) {
        result.add((PosixFilePermission) permission);
      }
    }
    return lessUmask(result);
  }

  static Set<PosixFilePermission> lessUmask(Set<PosixFilePermission> asked) {
    Set<PosixFilePermission> result = EnumSet.noneOf(PosixFilePermission.class);
    result.addAll(asked);
    result.removeAll(UMASK);
    return result;
  }
}
