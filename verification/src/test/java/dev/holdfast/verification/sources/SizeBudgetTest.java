// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.HouseModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes of files and methods, and of what users have to learn. */
class SizeBudgetTest {

  private static final List<SourceFile> ALL = SourceFile.all();
  private static final List<SourceFile> MAIN = ALL.stream().filter(SourceFile::isMain).toList();

  @Test
  void mainFiles_together_areMostlySmall() {
    assertThat(SizeRules.checkSpread(MAIN)).isEmpty();
  }

  @Test
  void allFiles_each_stayBelowTheCap() {
    assertThat(SizeRules.checkFiles(ALL)).isEmpty();
  }

  @Test
  void mainMethods_each_fitTheScreen() {
    assertThat(SizeRules.checkMethods(JavaParser.main())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void publicTypes_ofAModule_stayWithinTheBudget(HouseModule module) {
    assertThat(publicTypes(module)).hasSizeLessThanOrEqualTo(module.publicTypes());
  }

  @Test
  void allowList_hasNoStaleEntry() {
    assertThat(SizeRules.ALLOWED.values()).noneMatch(String::isBlank);
    assertThat(SizeRules.ALLOWED.keySet())
        .allMatch(key -> ALL.stream().anyMatch(file -> key.startsWith(file.path())));
  }

  @Test
  void longFile_isRefused() {
    SourceFile file = new SourceFile("src/main/java/a/A.java", "\n".repeat(501));
    assertThat(SizeRules.checkFiles(List.of(file))).hasSize(1);
    assertThat(SizeRules.checkSpread(List.of(file))).hasSize(2);
  }

  @Test
  void largeMethod_isRefused() {
    String longMethod = "  void lines() {" + "\n".repeat(41) + "}\n";
    String wideMethod = "  void width(int a, int b, int c, int d, int e, int f, int g, int h) {}\n";
    String deepMethod = "  void depth() { for (;;) { if (a) { while (b) { if (c) { d(); }}}}}\n";
    String chain = "  void chain() { if (a) {} else if (b) {} else if (c) {} else if (d) {} }\n";
    String text = "class A {\n" + longMethod + wideMethod + deepMethod + chain + "}\n";
    assertThat(SizeRules.checkMethods(JavaParser.scan(List.of(new SourceFile("A.java", text)))))
        .extracting(problem -> problem.replaceFirst(":.*? ", " "))
        .hasSize(3)
        .noneMatch(problem -> problem.contains("chain"));
  }

  /** What users can name; another package of the module is the only reader of an internal one. */
  private static List<String> publicTypes(HouseModule module) {
    return JavaParser.main().stream()
        .filter(scanner -> scanner.file().path().startsWith(module.folder() + "/"))
        .filter(scanner -> !scanner.file().path().contains("/internal/"))
        .flatMap(scanner -> scanner.publicTypes.stream())
        .toList();
  }
}
