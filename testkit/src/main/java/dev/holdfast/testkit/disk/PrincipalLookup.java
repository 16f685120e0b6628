// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/** Every name is a user and a group. */
final class PrincipalLookup extends UserPrincipalLookupService {
  @Override
  public UserPrincipal lookupPrincipalByName(String name) {
    return new Principal(name);
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) {
    return new Principal(group);
  }
}
