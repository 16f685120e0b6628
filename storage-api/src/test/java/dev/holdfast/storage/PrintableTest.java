// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Text from outside in messages and logs. */
class PrintableTest {

  @Test
  void S33_lineBreaks_areEscaped() {
    assertThat(Printable.of("a\nb\r\nc")).isEqualTo("a\\u{A}b\\u{D}\\u{A}c");
    assertThat(Printable.of("\u0085\u2028\u2029\u000b\f"))
        .isEqualTo("\\u{85}\\u{2028}\\u{2029}\\u{B}\\u{C}");
  }

  @Test
  void S33_controlCharactersAndEscapeSequences_areEscaped() {
    for (int c = 0; c < 0xa0; c++) {
      if (Character.isISOControl(c)) {
        assertThat(Printable.of(Character.toString(c))).isEqualTo(escape(c));
      }
    }
    assertThat(Printable.of("\u001b[31mred")).isEqualTo("\\u{1B}[31mred");
  }

  @Test
  void S33_bidiControls_areEscaped() {
    for (int c :
        new int[] {0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2069}) {
      assertThat(Printable.of("a" + Character.toString(c) + "b")).isEqualTo("a" + escape(c) + "b");
    }
  }

  @Test
  void S33_invisibleCharacters_areEscaped() {
    List<Integer> invisible =
        List.of(
            0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c,
            0x200d, 0x2060, 0x2064, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xe0001,
            0xe0020, 0xe007f, 0xe0100, 0xe01ef, 0x1d173);
    for (int point : invisible) {
      String text = "a" + Character.toString(point) + "b";
      assertThat(Printable.of(text)).isEqualTo("a" + escape(point) + "b");
    }
  }

  @Test
  void S33_unpairedSurrogatesAndUnassigned_areEscaped() {
    assertThat(Printable.of("a\ud83d")).isEqualTo("a\\u{D83D}");
    assertThat(Printable.of("\ude00a")).isEqualTo("\\u{DE00}a");
    assertThat(Printable.of("\uffff\uffff")).isEqualTo("\\u{FFFF}\\u{FFFF}");
  }

  @Test
  void of_visibleText_isKept() {
    for (String text :
        List.of(
            "",
            "a/b c.txt",
            "caf\u00e9 cafe\u0301",
            "\u65e5\u672c\u8a9e",
            "\ud83d\ude00",
            "%2e%2e \\ ' \"",
            "\u0634\u0643",
            "\ue000",
            "\u180a\u1810\ufe10\ufe20")) {
      assertThat(Printable.of(text)).isEqualTo(text);
      assertThat(Printable.line(text)).isEqualTo(text);
    }
  }

  @Test
  void S33_longText_isCutBehind128Characters() {
    assertThat(Printable.of("x".repeat(128))).isEqualTo("x".repeat(128));
    assertThat(Printable.of("x".repeat(129))).isEqualTo("x".repeat(128) + "...");
    assertThat(Printable.of("x".repeat(1 << 20))).isEqualTo("x".repeat(128) + "...");
  }

  @Test
  void S33_cut_neverHalvesACharacterOrAnEscape() {
    String emoji = "\ud83d\ude00";
    assertThat(Printable.of("x".repeat(126) + emoji)).isEqualTo("x".repeat(126) + emoji);
    assertThat(Printable.of("x".repeat(127) + emoji)).isEqualTo("x".repeat(127) + "...");
    assertThat(Printable.of("x".repeat(123) + "\n")).isEqualTo("x".repeat(123) + "\\u{A}");
    assertThat(Printable.of("x".repeat(124) + "\n")).isEqualTo("x".repeat(124) + "...");
    assertThat(Printable.of("\n".repeat(1000))).hasSize(128).endsWith("\\u{A}...");
  }

  @Test
  void line_longText_isNotCut() {
    assertThat(Printable.line("x".repeat(1000) + "\n")).isEqualTo("x".repeat(1000) + "\\u{A}");
  }

  private static String escape(int point) {
    return "\\u{" + Integer.toHexString(point).toUpperCase(Locale.ROOT) + "}";
  }
}
