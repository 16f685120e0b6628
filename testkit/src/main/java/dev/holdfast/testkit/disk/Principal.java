// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.attribute.GroupPrincipal;

/** A user or group known by name alone. Immutable. */
record Principal(String name) implements GroupPrincipal {
  static final Principal OWNER = new Principal("holdfast");

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
