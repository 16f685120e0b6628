// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Habits that every Java file keeps. */
final class HabitRules {

  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";

  /** Annotations that switch a test off for good; an assumption says at run time why it cannot. */
  private static final Pattern SWITCHED_OFF =
      Pattern.compile("^\\s*@(Disabled|Ignore)\\b", Pattern.MULTILINE);

  private static final Pattern PACKAGE_PAGE =
      Pattern.compile("(?s)\\A// SPDX[^\n]*\n/\\*\\*.+\\*/\n@NullMarked\npackage [a-z0-9.]+;.*");

  /** Files that may hold a monitor, each with its reason. */
  static final Map<String, String> MONITORS =
      Map.of(
          "testkit/src/main/java/dev/holdfast/testkit/campaign/MutantLoader.java",
          "a class loader holds the lock that the platform gives it");

  private HabitRules() {}

  /** Files whose first line is not the licence line. */
  static List<String> withoutLicence(List<SourceFile> files) {
    return paths(files.stream().filter(file -> !file.text().startsWith(LICENCE)));
  }

  /** Files with a test that is switched off. */
  static List<String> switchedOff(List<SourceFile> files) {
    return paths(files.stream().filter(file -> SWITCHED_OFF.matcher(file.text()).find()));
  }

  /** Package pages that say nothing, or do not declare that null is the exception. */
  static List<String> poorPackagePages(List<SourceFile> files) {
    return paths(
        files.stream()
            .filter(SourceFile::isPackagePage)
            .filter(file -> !PACKAGE_PAGE.matcher(file.text()).matches()));
  }

  /** Folders with main classes but without a package page. */
  static Set<String> withoutPackagePage(List<SourceFile> files) {
    Set<String> folders = new TreeSet<>();
    files.stream().filter(SourceFile::isMain).map(SourceFile::folder).forEach(folders::add);
    files.stream()
        .filter(SourceFile::isPackagePage)
        .map(SourceFile::folder)
        .toList()
        .forEach(folders::remove);
    return folders;
  }

  /** Packages that have main classes in more than one module. */
  static Map<String, Set<String>> splitPackages(List<SourceFile> files) {
    Function<SourceFile, String> module = file -> file.folder().replaceFirst("/src/main/.*", "");
    Function<SourceFile, String> name = file -> file.folder().replaceFirst(".*/java/", "");
    Map<String, Set<String>> modules =
        files.stream()
            .filter(SourceFile::isMain)
            .collect(
                Collectors.groupingBy(
                    name, TreeMap::new, Collectors.mapping(module, Collectors.toSet())));
    modules.values().removeIf(owners -> owners.size() == 1);
    return modules;
  }

  /** Public types that no comment defines. */
  static List<String> withoutJavadoc(List<SourceScanner> files) {
    return found(files, scanner -> scanner.withoutJavadoc);
  }

  /** Exceptions that vanish. */
  static List<String> emptyCatches(List<SourceScanner> files) {
    return found(files, scanner -> scanner.emptyCatches);
  }

  /** Blocks that hold a monitor, but for the files that have a reason. */
  static List<String> monitors(List<SourceScanner> files) {
    return found(
        files,
        scanner -> MONITORS.containsKey(scanner.file().path()) ? List.of() : scanner.monitors);
  }

  private static List<String> found(
      List<SourceScanner> files, Function<SourceScanner, List<String>> what) {
    return files.stream().map(what).flatMap(List::stream).toList();
  }

  private static List<String> paths(Stream<SourceFile> files) {
    return files.map(SourceFile::path).toList();
  }
}
