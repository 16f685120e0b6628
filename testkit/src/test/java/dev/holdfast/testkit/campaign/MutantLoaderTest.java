// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants a bug in {@link Counting}, and in nothing else. */
final class MutantLoaderTest {

  private static final Path SOURCES = Path.of("src/test/java");
  private static final String NAME = "dev.holdfast.testkit.campaign.Counting";

  @Test
  void of_bug_isInTheLoadedClassAlone() throws Exception {
    SeededBug bug = bug("return \"counting\";", "return \"changed\";");
    try (MutantLoader loader = MutantLoader.of(bug, SOURCES)) {
      Class<?> mutant = loader.loadClass(NAME);
      assertThat(mutant).isNotEqualTo(Counting.class);
      assertThat(mutant.getClassLoader()).isSameAs(loader);
      assertThat(loader.loadClass(List.class.getName())).isEqualTo(List.class);
      var constructor = mutant.getDeclaredConstructor(int.class, int.class);
      constructor.setAccessible(true);
      var name = mutant.getDeclaredMethod("name");
      name.setAccessible(true);
      assertThat(name.invoke(constructor.newInstance(1, 2))).isEqualTo("changed");
    }
    assertThat(Counting.sound().name()).isEqualTo("counting");
  }

  @Test
  void of_whiteSpaceOfTheOriginal_isFolded() throws Exception {
    SeededBug bug = bug("public void close() { closed = true;", "public void close() {");
    MutantLoader.of(bug, SOURCES).close();
  }

  @Test
  void of_textThatIsGoneOccursTwiceOrDoesNotCompile_isRefused() {
    refused("no such text", "", "is gone");
    refused("this.", "", "occurs twice");
    refused("return \"counting\";", "return 1;", "does not compile");
  }

  private static void refused(String original, String replacement, String reason) {
    assertThatIllegalStateException()
        .isThrownBy(() -> MutantLoader.of(bug(original, replacement), SOURCES))
        .withMessageContaining(reason);
  }

  private static SeededBug bug(String original, String replacement) {
    return new SeededBug("b", "changes a text", NAME, original, replacement);
  }
}
