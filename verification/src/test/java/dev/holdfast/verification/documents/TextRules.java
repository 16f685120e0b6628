// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What no text of the repository says. */
final class TextRules {

  /** Written in parts, so that this file does not break its own rules. */
  private static final Map<String, Pattern> FORBIDDEN =
      Map.of(
          "an unfinished place",
          Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
          "a path of somebody's machine",
          Pattern.compile(
              "(?<![\\w.])(/ro"
                  + "ot/[.\\w]|/tm"
                  + "p/\\w|/wo"
                  + "rk/\\w|/ho"
                  + "me/\\w+/|/Us"
                  + "ers/\\w+/|[A-Z]:\\\\Us"
                  + "ers)"),
          "the host of a package registry",
          Pattern.compile(
              "repo1?\\.ma"
                  + "ven|ma"
                  + "ven\\.org\\b|sona"
                  + "type\\.(org|com)|jcen"
                  + "ter|jit"
                  + "pack"),
          "a private key",
          Pattern.compile("BEGIN [A-Z ]*PRIV" + "ATE KEY"));

  private TextRules() {}

  /** What is wrong with a text, line by line. */
  static List<String> check(String path, String text) {
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String where = path + ":" + number + " has ";
      FORBIDDEN.forEach(
          (what, pattern) -> {
            if (pattern.matcher(line).find()) {
              problems.add(where + what);
            }
          });
    }
    return problems;
  }
}
