// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code in the README and in the documents is code that was compiled or run. */
class CodeInDocumentsTest {

  private static final Path DOCUMENTS = Path.of("docs");
  private static final Path EXAMPLES = Path.of("examples");
  private static final Path README = Path.of("README.md");
  private static final Path CONTINUOUS_INTEGRATION = Path.of(".ci", "run");

  @Test
  void javaBlocks_areExcerptsOfTheExamples() {
    List<String> sources =
        texts(file -> file.startsWith(EXAMPLES) && file.toString().endsWith(".java"))
            .map(Text::content)
            .toList();
    List<CodeBlock> blocks =
        texts(CodeInDocumentsTest::isDocument)
            .flatMap(text -> CodeBlock.in(text.path(), text.content()).stream())
            .filter(block -> block.language().equals("java"))
            .toList();
    assertThat(blocks).allMatch(block -> sources.stream().anyMatch(block::isExcerptOf));
  }

  @Test
  void commandsOfTheReadme_areRunByContinuousIntegration() {
    String script =
        texts(CONTINUOUS_INTEGRATION::equals)
            .map(text -> withoutBatchMode(text.content()))
            .findAny()
            .orElse("");
    List<String> commands =
        texts(README::equals)
            .flatMap(text -> CodeBlock.in(text.path(), text.content()).stream())
            .filter(CodeBlock::isShell)
            .flatMap(block -> block.text().lines())
            .map(line -> line.replaceFirst("^\\$ ", "").replaceFirst("\\s+#.*", "").strip())
            .filter(line -> line.startsWith("mvn "))
            .map(line -> withoutBatchMode(line.replaceFirst(" -Ddir=\\S+", "")))
            .toList();
    assertThat(commands).allMatch(script::contains);
  }

  @Test
  void editedExcerpt_isRefused() {
    String file = "class A {\n  void a() {\n    b();\n  }\n}\n";
    String fence = "```";
    String faithful = fence + "java\nvoid a() {\n  b();\n}\n" + fence + "\n";
    String edited = fence + "java\nvoid a() {\n  c();\n}\n" + fence + "\n";
    assertThat(CodeBlock.in("README.md", faithful + "\ntext\n\n" + edited))
        .extracting(block -> block.isExcerptOf(file))
        .containsExactly(true, false);
  }

  /** The script asks for no colours; for the reader of a document that is noise. */
  private static String withoutBatchMode(String commands) {
    return commands.replace("mvn -B ", "mvn ");
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".md")
        && (file.startsWith(DOCUMENTS) || file.getNameCount() == 1);
  }

  private static Stream<Text> texts(Predicate<Path> wanted) {
    return Repository.files().stream()
        .filter(wanted)
        .map(file -> new Text(file.toString(), Repository.text(file).orElse("")));
  }

  private record Text(String path, String content) {}
}
