// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The basic, owner and POSIX views of one path, which is looked up again for each call. */
final class CrashPosixView implements PosixFileAttributeView {
  private final AttributeOperations operations;
  private final CrashPath path;
  private final boolean follow;
  private final String name;

  CrashPosixView(AttributeOperations operations, CrashPath path, boolean follow, String name) {
    this.operations = operations;
    this.path = path;
    this.follow = follow;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CrashAttributes readAttributes() throws IOException {
    return operations.read(path, follow);
  }

  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
      throws IOException {
    if (modified == null && accessed == null) {
      return;
    }
    operations.change(
        path,
        follow,
        metadata ->
            metadata.withTimes(
                modified == null ? metadata.modified() : modified,
                accessed == null ? metadata.accessed() : accessed));
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    operations.change(path, follow, metadata -> metadata.withPermissions(permissions));
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    Principal principal = principal(owner);
    operations.change(path, follow, metadata -> metadata.withOwner(principal, metadata.group()));
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    Principal principal = principal(group);
    operations.change(path, follow, metadata -> metadata.withOwner(metadata.owner(), principal));
  }

  private static Principal principal(UserPrincipal given) {
    if (given instanceof Principal principal) {
      return principal;
    }
    throw new ProviderMismatchException("principal of another file system: " + given);
  }
}
