// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What is a key and what is not, and the reason that is given. */
class KeyGrammarTest {

  private static final Duration LINEAR = Duration.ofMillis(50);
  private static final String EMPTY_SEGMENT = "it has an empty segment";
  private static final String DRIVE = "it begins like a drive";
  private static final String URI = "it begins like a URI";
  private static final String HOME = "it begins with ~";

  @Test
  void S1_dotSegments_areRefused() {
    refused(".", "it has the segment .");
    refused("..", "it has the segment ..");
    refused("./a", "it has the segment .");
    refused("../a", "it has the segment ..");
    refused("a/.", "it has the segment .");
    refused("a/..", "it has the segment ..");
    refused("a/./b", "it has the segment .");
    refused("a/../b", "it has the segment ..");
    refused("a/../../b", "it has the segment ..");
    refused("%2e/..", "it has the segment ..");
    refused("./", "it has the segment .");
    refused("..\\", notAllowed(0x5c, 2));
    refused("..\\a", notAllowed(0x5c, 2));
    refused("a\\..\\b", notAllowed(0x5c, 1));
    refused("a/..\\b", notAllowed(0x5c, 4));
  }

  @Test
  void S1_dotsThatAreNoSegment_areAccepted() {
    accepted("...", "....", "a..", "..a", ".a", "a.", "a..b", ". ", " .", ".. ", "a/.../b");
    accepted("\uff0e\uff0e", "a/\uff0e\uff0e/b", "\u2024\u2024", "\u2025", "a\u2215..\u2215b");
  }

  @Test
  void S1_percentSequences_areLiteral() {
    List<String> texts =
        List.of(
            "%2e%2e",
            "%2E%2e/a",
            "a/%2e%2e/b",
            "%252e%252e",
            "%c0%ae%c0%ae",
            "%2f",
            "a%2fb",
            "a%5cb",
            "%00",
            "a%0d%0ab",
            "%",
            "%%",
            "%zz",
            "%u002e");
    accepted(texts.toArray(String[]::new));
    assertThat(StorageKey.of("%41")).isNotEqualTo(StorageKey.of("A"));
    assertThat(StorageKey.of("a%2Fb")).isNotEqualTo(StorageKey.of("a%2fb"));
    assertThat(StorageKey.of("a%2fb").segments()).containsExactly("a%2fb");
    assertThat(StorageKey.of("%2e%2e/a").segments()).containsExactly("%2e%2e", "a");
  }

  @Test
  void S2_absoluteAndEmptyForms_areRefused() {
    refused("", "it is empty");
    for (String text : List.of("/", "//", "/etc/passwd", "//server/share", "a//b", "a/", "a/b/")) {
      refused(text, EMPTY_SEGMENT);
    }
    refused("\\\\server\\share", notAllowed(0x5c, 0));
    refused("\\etc", notAllowed(0x5c, 0));
  }

  @Test
  void S2_homeDriveAndUriForms_areRefused() {
    for (String text : List.of("~", "~root", "~/x", "~a/b", "~:x")) {
      refused(text, HOME);
    }
    for (String text : List.of("C:", "c:", "C:x", "z:/x", "Z:a/b", "C:Windows/x", "a::", "a:b")) {
      refused(text, DRIVE);
    }
    refused("C:\\x", notAllowed(0x5c, 2));
    for (String text : List.of("file:", "file:/x", "s3:/b/k", "HTTP:", "a+b.c-1:/x", "d2:/x")) {
      refused(text, URI);
    }
    for (String text : List.of("file:///x", "s3://b/k", "https://h/x", "C://x")) {
      refused(text, EMPTY_SEGMENT);
    }
  }

  @Test
  void S2_colonAndTildeElsewhere_areAccepted() {
    accepted("a/~", "a~", " ~", "a/~root", "dir/C:", "dir/C:/x", "dir/file:/x", "12:30", "1:");
    accepted(":", "::", ":/x", "note: a", "note:a/b", "a b:/x", "a_b:/x", "\u00e4:", "-a:/x");
  }

  @Test
  void S3_controlCharactersAndBackslash_areRefusedEverywhere() {
    for (int c = 0; c < 0xa0; c++) {
      if (Character.isISOControl(c) || c == '\\') {
        String text = Character.toString(c);
        refused(text, notAllowed(c, 0));
        refused(text + "a", notAllowed(c, 0));
        refused("a/" + text + "/b", notAllowed(c, 2));
        refused("a" + text, notAllowed(c, 1));
      }
    }
    refused("\uff0e\r\n", notAllowed(0xd, 1));
    refused("\ud83d\ude00\n", notAllowed(0xa, 2));
  }

  @Test
  void S3_S4_codePoint_isAcceptedUnlessControlBackslashOrSurrogate() {
    int point = 0;
    while (point <= Character.MAX_CODE_POINT) {
      String text = "kk" + Character.toString(point) + "k";
      boolean bad =
          Character.getType(point) == Character.CONTROL
              || Character.getType(point) == Character.SURROGATE
              || point == '\\';
      if (bad) {
        refused(text, notAllowed(point, 2));
      } else if (!StorageKey.of(text).value().equals(text)) {
        throw new AssertionError("%X is not kept".formatted(point));
      }
      point += point < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 1 : 15;
    }
    assertThat(point).as("behind the last one").isEqualTo(Character.MAX_CODE_POINT + 15);
  }

  @Test
  void S4_unpairedSurrogates_areRefused() {
    refused("\ud83d", notAllowed(0xd83d, 0));
    refused("\ude00", notAllowed(0xde00, 0));
    refused("a\ud83d", notAllowed(0xd83d, 1));
    refused("a\ud83d/\ude00", notAllowed(0xd83d, 1));
    refused("\ude00\ud83d", notAllowed(0xde00, 0));
    refused("\ud83d\ud83d\ude00", notAllowed(0xd83d, 0));
    refused("\ud83d\ude00\ude00", notAllowed(0xde00, 2));
    refused("a/b/\udbffc", notAllowed(0xdbff, 4));
    accepted("\ud83d\ude00", "a\ud83d\ude00\ud83d\ude00", "\ud800\udc00/\udbff\udfff");
  }

  @Test
  void S5_namesThatSomeSystemReserves_areAccepted() {
    accepted("CON", "con/x", "aux.txt", "a/nul", "COM1", "LPT9.tar.gz", "CONIN$", "name.", "name ");
    accepted("dir./x.", "dir /x ", "ab:c?", " ", "q?*<>|\"x", "a/:", "desktop.ini");
    accepted("-rf", "$HOME", "`id`", "a;b&c|d", "'", "\"", "#", "a?b=c#d", "*", "[a]{b}!^", "=1+1");
  }

  @Test
  void check_1MiBOfAnything_isRefusedWithAShortMessage() {
    for (String piece : List.of("a", "/*", "((((", "\ud83d\ude00", "a/", "..", "\n", "%2e")) {
      String text = piece.repeat((1 << 20) / piece.length());
      assertThatExceptionOfType(InvalidKeyException.class)
          .isThrownBy(() -> StorageKey.of(text))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
  }

  @Test
  void S36_1MiBOfParserBait_isRefusedInLinearTime() {
    for (String piece : List.of("((((", "/*/*", "a/", "\ud83d\ude00", "a+.-")) {
      String text = "b" + piece.repeat((1 << 20) / piece.length());
      assertThat(quickest(text)).as(piece).isLessThan(LINEAR);
    }
  }

  @Test
  @ResourceLock(Resources.LOCALE)
  void message_inALocaleWithOtherDigits_isTheSame() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat("%d".formatted(7)).as("the locale has digits of its own").isNotEqualTo("7");
      refused("a\nb", notAllowed(0xa, 1));
      refused("a".repeat(256), "a segment has 256 bytes, at most 255 are allowed");
      refused("a/".repeat(512) + "a", "it has 1025 bytes, at most 1024 are allowed");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void message_saysWhatFailedOnWhichTextAndWhatToDo() {
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> StorageKey.of("a//b"))
        .withMessage(
            "making a key of 'a//b' failed: it has an empty segment; NOT_APPLIED, nothing was"
                + " changed; see StorageKey for the grammar")
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(StorageException.Kind.INVALID_KEY);
              assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
              assertThat(e.retryable()).isFalse();
              assertThat(e.key()).isEmpty();
              assertThat(e.attempts()).isZero();
            });
  }

  @Test
  @SuppressWarnings("NullAway") // callers that nobody checks
  void nothing_isNoKey() {
    assertThatNullPointerException().isThrownBy(() -> StorageKey.of(null));
    StorageKey parent = StorageKey.of("a");
    assertThatNullPointerException().isThrownBy(() -> parent.child(null));
  }

  /** Processor time of the quickest of a few rounds, which a busy machine does not change. */
  private static Duration quickest(String text) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20 && best > LINEAR.toNanos() / 2; round++) {
      long start = threads.getCurrentThreadCpuTime();
      boolean refused = isRefused(text);
      best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
      assertThat(refused).isTrue();
    }
    return Duration.ofNanos(best);
  }

  private static boolean isRefused(String text) {
    try {
      return StorageKey.of(text).value().isEmpty();
    } catch (InvalidKeyException e) {
      return true;
    }
  }

  private static void accepted(String... texts) {
    for (String text : texts) {
      assertThat(StorageKey.of(text).value()).isEqualTo(text);
    }
  }

  private static void refused(String text, String reason) {
    assertThatExceptionOfType(InvalidKeyException.class)
        .as("'%s'", Printable.of(text))
        .isThrownBy(() -> StorageKey.of(text))
        .withMessageContaining("failed: " + reason + ";");
  }

  private static String notAllowed(int character, int at) {
    String number = Integer.toHexString(character).toUpperCase(Locale.ROOT);
    String padded = "0".repeat(Math.max(0, 4 - number.length())) + number;
    return "it has a character that is not allowed (U+" + padded + " at " + at + ")";
  }
}
