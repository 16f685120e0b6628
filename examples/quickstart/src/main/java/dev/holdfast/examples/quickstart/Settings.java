// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What the user may choose.
 *
 * @param dir the directory whose files are stored
 * @param root the directory to work in, or empty for a temporary one
 */
record Settings(Path dir, Optional<Path> root) {

  /** Reads {@code dir} and {@code root}; a blank value counts as none. */
  static Settings of(Properties properties) {
    return new Settings(
        path(properties, "dir").orElse(Path.of("").toAbsolutePath()), path(properties, "root"));
  }

  private static Optional<Path> path(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name))
        .filter(value -> !value.isBlank())
        .map(value -> Path.of(value).toAbsolutePath().normalize());
  }
}
