// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the repository as a clean clone has them. */
public final class Repository {

  /** What {@code .gitignore} names, and the folder of version control itself. */
  private static final Pattern NOT_TRACKED =
      Pattern.compile(
          "target|\\.(git|idea|vscode|settings|classpath|project)|\\.flattened-pom\\.xml"
              + "|.*\\.(iml|log|class)|javac\\..*\\.args");

  private Repository() {}

  /** The folder with the parent POM. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(".mvn"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + here + " has a .mvn folder");
  }

  /** All files that are not built, relative to the root. */
  public static List<Path> files() {
    List<Path> found = new ArrayList<>();
    collect(root(), found);
    return found.stream().map(root()::relativize).sorted().toList();
  }

  /** All Java files below a folder of the root, relative to the root; empty if it is not there. */
  public static List<Path> javaFiles(Path folder) {
    return files().stream()
        .filter(file -> root().resolve(file).startsWith(folder))
        .filter(file -> name(file).endsWith(".java"))
        .toList();
  }

  /** The text of a file, or nothing if it is not UTF-8. */
  public static Optional<String> text(Path relative) {
    try {
      return Optional.of(Files.readString(root().resolve(relative)));
    } catch (MalformedInputException ignored) { // a binary file, which no rule reads
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last part of a path. */
  public static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static void collect(Path folder, List<Path> found) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (NOT_TRACKED.matcher(name(entry)).matches()) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          collect(entry, found);
        } else {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
