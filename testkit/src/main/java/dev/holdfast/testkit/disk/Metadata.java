// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The attributes of an inode at one moment. Immutable; the arrays in {@code user} never change. */
record Metadata(
    FileTime created,
    FileTime modified,
    FileTime accessed,
    Principal owner,
    Principal group,
    Set<PosixFilePermission> permissions,
    Map<String, byte[]> user) {

  static Metadata created(FileTime now, Set<PosixFilePermission> permissions) {
    return new Metadata(
        now, now, now, Principal.OWNER, Principal.OWNER, copy(permissions), Map.of());
  }

  Metadata withModified(FileTime time) {
    return new Metadata(created, time, accessed, owner, group, permissions, user);
  }

  Metadata withTimes(FileTime newModified, FileTime newAccessed) {
    return new Metadata(created, newModified, newAccessed, owner, group, permissions, user);
  }

  Metadata withOwner(Principal newOwner, Principal newGroup) {
    return new Metadata(created, modified, accessed, newOwner, newGroup, permissions, user);
  }

  Metadata withPermissions(Set<PosixFilePermission> set) {
    return new Metadata(created, modified, accessed, owner, group, copy(set), user);
  }

  Metadata withUser(String name, byte[] value) {
    TreeMap<String, byte[]> map = new TreeMap<>(user);
    map.put(name, value);
    return new Metadata(created, modified, accessed, owner, group, permissions, map);
  }

  Metadata withoutUser(String name) {
    TreeMap<String, byte[]> map = new TreeMap<>(user);
    map.remove(name);
    return new Metadata(created, modified, accessed, owner, group, permissions, map);
  }

  private static Set<PosixFilePermission> copy(Set<PosixFilePermission> permissions) {
    EnumSet<PosixFilePermission> copy = EnumSet.noneOf(PosixFilePermission.class);
    copy.addAll(permissions);
    return Collections.unmodifiableSet(copy);
  }
}
