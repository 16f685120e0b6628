// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.outputs;

import dev.holdfast.verification.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the canary in what tests have written. */
final class OutputScanner {

  private static final List<String> REPORTS =
      List.of("target/surefire-reports", "target/failsafe-reports");

  private OutputScanner() {}

  /** Folders with reports of the modules that were tested before. */
  static List<Path> folders() {
    return Repository.files().stream()
        .filter(file -> Repository.name(file).equals("pom.xml"))
        .map(pom -> Repository.root().resolve(pom))
        .flatMap(pom -> REPORTS.stream().map(pom::resolveSibling))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Each line below a folder that shows the canary: where and in which form, without the line. */
  static List<String> leaks(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(OutputScanner::leaksOf)
          .flatMap(List::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> leaksOf(Path file) {
    List<String> leaks = new ArrayList<>();
    // Every byte is a character of this charset, so that no report is too odd to be read.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        String form = Canary.shownIn(line);
        if (!form.isEmpty()) {
          leaks.add(file + ":" + number + " shows a secret as " + form);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaks;
  }
}
