// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The habits of all Java files; each rule also refuses a file that was written to break it. */
class HabitTest {

  private static final List<SourceFile> ALL = SourceFile.all();

  @Test
  void firstLine_ofEveryFile_isTheLicence() {
    assertThat(HabitRules.withoutLicence(ALL)).isEmpty();
    assertThat(HabitRules.withoutLicence(seeded("package a;\n"))).hasSize(1);
  }

  @Test
  void tests_everywhere_areSwitchedOn() {
    assertThat(HabitRules.switchedOff(ALL)).isEmpty();
    assertThat(HabitRules.switchedOff(seeded("  @Disabled(\"later\")\n  void a() {}\n")))
        .hasSize(1);
  }

  @Test
  void everyPackage_hasAPageThatIsNullMarked() {
    assertThat(HabitRules.withoutPackagePage(ALL)).isEmpty();
    assertThat(HabitRules.withoutPackagePage(seeded("class A {}"))).hasSize(1);
    assertThat(HabitRules.poorPackagePages(ALL)).isEmpty();
    String bare = "// SPDX-License-Identifier: Apache-2.0\npackage a;\n";
    SourceFile page = new SourceFile("m/src/main/java/a/package-info.java", bare);
    assertThat(HabitRules.poorPackagePages(List.of(page))).hasSize(1);
  }

  @Test
  void everyPackage_belongsToOneModule() {
    assertThat(HabitRules.splitPackages(ALL)).isEmpty();
    SourceFile here = new SourceFile("m/src/main/java/a/A.java", "");
    SourceFile there = new SourceFile("n/src/main/java/a/B.java", "");
    assertThat(HabitRules.splitPackages(List.of(here, there))).containsKey("a");
  }

  @Test
  void everyPublicType_isDefinedByAComment() {
    assertThat(HabitRules.withoutJavadoc(JavaParser.main())).isEmpty();
    assertThat(HabitRules.withoutJavadoc(parsed("public class A {}"))).hasSize(1);
  }

  @Test
  void noException_vanishesWithoutAReason() {
    assertThat(HabitRules.emptyCatches(JavaParser.all())).isEmpty();
    String silent = "class A { void a() { try { b(); } catch (X e) {} } }";
    String unreasoned = "class A { void a() { try { b(); } catch (X ignored) {} } }";
    String reasoned = "class A { void a() { try { b(); } catch (X ignored) { // closed\n} } }";
    assertThat(HabitRules.emptyCatches(parsed(silent))).hasSize(1);
    assertThat(HabitRules.emptyCatches(parsed(unreasoned))).hasSize(1);
    assertThat(HabitRules.emptyCatches(parsed(reasoned))).isEmpty();
  }

  @Test
  void noBlock_holdsAMonitor() {
    assertThat(HabitRules.monitors(JavaParser.main())).isEmpty();
    assertThat(HabitRules.MONITORS.keySet())
        .as("needed")
        .allMatch(path -> JavaParser.main().stream().anyMatch(file -> hasMonitor(file, path)));
    assertThat(HabitRules.monitors(parsed("class A { void a() { synchronized (this) {} } }")))
        .hasSize(1);
  }

  private static boolean hasMonitor(SourceScanner file, String path) {
    return file.file().path().equals(path) && !file.monitors.isEmpty();
  }

  private static List<SourceScanner> parsed(String text) {
    return JavaParser.scan(seeded(text));
  }

  private static List<SourceFile> seeded(String text) {
    return List.of(new SourceFile("m/src/main/java/a/A.java", text));
  }
}
