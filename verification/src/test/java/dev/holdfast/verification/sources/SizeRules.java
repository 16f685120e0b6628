// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What fits a screen is read; what does not is scrolled past. */
final class SizeRules {

  static final int MEDIAN_FILE_LINES = 80;
  static final int USUAL_FILE_LINES = 250;
  static final int MOST_FILE_LINES = 500;
  static final int METHOD_LINES = 40;
  static final int PARAMETERS = 7;
  static final int NESTING = 3;

  /** Files and methods that may be larger, each with its reason; tests see that none is stale. */
  static final Map<String, String> ALLOWED = Map.of();

  private SizeRules() {}

  /** What is wrong with the sizes of a set of files as a whole. */
  static List<String> checkSpread(List<SourceFile> files) {
    List<Integer> sizes = files.stream().map(SourceFile::lines).sorted().toList();
    List<String> problems = new ArrayList<>();
    if (sizes.isEmpty()) {
      return problems;
    }
    int median = sizes.get(sizes.size() / 2);
    int usual = sizes.get(Math.min(sizes.size() - 1, sizes.size() * 9 / 10));
    if (median > MEDIAN_FILE_LINES) {
      problems.add("the median file has " + median + " lines, allowed are " + MEDIAN_FILE_LINES);
    }
    if (usual > USUAL_FILE_LINES) {
      problems.add("one file of ten has " + usual + " lines, allowed are " + USUAL_FILE_LINES);
    }
    return problems;
  }

  /** Files that are too long. */
  static List<String> checkFiles(List<SourceFile> files) {
    return files.stream()
        .filter(file -> file.lines() > MOST_FILE_LINES && !ALLOWED.containsKey(file.path()))
        .map(file -> file.path() + " has " + file.lines() + " lines")
        .toList();
  }

  /** Methods that are too long, too wide or too deep. */
  static List<String> checkMethods(List<SourceScanner> files) {
    return files.stream()
        .flatMap(scanner -> scanner.methods.stream())
        .filter(method -> !ALLOWED.containsKey(method.where().replaceFirst(":\\d+ ", "#")))
        .filter(SizeRules::isTooLarge)
        .map(SizeRules::describe)
        .toList();
  }

  private static boolean isTooLarge(SourceScanner.Method method) {
    return method.lines() > METHOD_LINES
        || method.parameters() > PARAMETERS
        || method.nesting() > NESTING;
  }

  private static String describe(SourceScanner.Method method) {
    return "%s: %d lines, %d parameters, %d levels"
        .formatted(method.where(), method.lines(), method.parameters(), method.nesting());
  }
}
