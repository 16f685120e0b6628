// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import dev.holdfast.verification.Repository;
import java.nio.file.Path;
import java.util.List;

/**
 * A Java file.
 *
 * @param path relative to the root of the repository, or a made-up name
 * @param text its content
 */
record SourceFile(String path, String text) {

  /** All Java files of the repository. */
  static List<SourceFile> all() {
    return Repository.javaFiles(Repository.root()).stream().map(SourceFile::read).toList();
  }

  private static SourceFile read(Path file) {
    String text =
        Repository.text(file)
            .orElseThrow(() -> new IllegalStateException("not encoded in UTF-8: " + file));
    return new SourceFile(file.toString().replace('\\', '/'), text);
  }

  /** Whether it is part of a module's product, and not of its tests. */
  boolean isMain() {
    return path.contains("src/main/java/");
  }

  boolean isPackagePage() {
    return path.endsWith("package-info.java");
  }

  /** The folder, which names module and package. */
  String folder() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  int lines() {
    return (int) text.lines().count();
  }
}
