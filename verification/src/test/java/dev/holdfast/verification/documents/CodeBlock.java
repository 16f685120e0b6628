// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown text.
 *
 * @param where file and number of the block, for messages
 * @param language the word after the opening fence, possibly empty
 * @param text what stands between the fences, without common indentation
 */
record CodeBlock(String where, String language, String text) {

  private static final Pattern FENCED =
      Pattern.compile("(?ms)^ {0,3}```([a-z]*)[^\n]*\n(.*?)^ {0,3}```\\s*$");

  /** The blocks of a text, in order. */
  static List<CodeBlock> in(String path, String markdown) {
    List<CodeBlock> blocks = new ArrayList<>();
    Matcher matcher = FENCED.matcher(markdown);
    while (matcher.find()) {
      String where = path + ", block " + (blocks.size() + 1);
      blocks.add(new CodeBlock(where, matcher.group(1), plain(matcher.group(2))));
    }
    return blocks;
  }

  boolean isShell() {
    return List.of("sh", "bash", "shell", "console").contains(language);
  }

  /** Whether the block is a run of whole lines of a file, indented alike. */
  boolean isExcerptOf(String file) {
    List<String> lines = file.lines().toList();
    int length = (int) text.lines().count();
    for (int from = 0; from + length <= lines.size(); from++) {
      if (plain(String.join("\n", lines.subList(from, from + length))).equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String text) {
    return text.replace("\r", "").stripTrailing().stripIndent();
  }
}
