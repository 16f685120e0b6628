// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.Repository;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of the repository, whatever its kind. */
class TextRulesTest {

  @Test
  void texts_ofTheRepository_sayNothingForbidden() {
    List<String> problems =
        Repository.files().stream()
            .flatMap(file -> Repository.text(file).stream().map(text -> check(file, text)))
            .flatMap(List::stream)
            .toList();
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO" + "DO later",
        "see /ro" + "ot/.m2",
        "cd /ho" + "me/me/src",
        "<url>https://repo.ma" + "ven.apache.org</url>",
        "-----BEGIN RSA PRIV" + "ATE KEY-----"
      })
  void forbiddenText_isRefused(String text) {
    assertThat(TextRules.check("a.txt", "first\n" + text)).hasSize(1);
  }

  @Test
  void ordinaryText_isFine() {
    assertThat(TextRules.check("a.txt", "the /root of a tree, /home of a user")).isEmpty();
  }

  private static List<String> check(java.nio.file.Path file, String text) {
    return TextRules.check(file.toString(), text);
  }
}
