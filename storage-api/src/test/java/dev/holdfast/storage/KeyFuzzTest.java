// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Random texts against the grammar as it reads in the Javadoc of {@link StorageKey}. */
class KeyFuzzTest {

  private static final int ROUNDS = 60_000;

  private static final String[] PIECES = {
    "/",
    "/",
    "/",
    "a",
    "b",
    "Z",
    "0",
    ".",
    "..",
    "...",
    "\\",
    ":",
    "~",
    "%2e",
    "%2F",
    "%",
    " ",
    "C:",
    "file:",
    "http:/",
    "+",
    "-",
    "\u0000",
    "\n",
    "\r",
    "\u001b",
    "\u007f",
    "\u0085",
    "\u00a0",
    "\u00e9",
    "e\u0301",
    "\u200b",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\uffff",
    "\ud83d",
    "\ude00",
    "\ud83d\ude00",
    "\udbff\udfff",
    "?",
    "*",
    "|",
    "<",
    "\"",
    "CON",
    "x".repeat(100),
    "\u00e9".repeat(60),
    "\u7d42".repeat(50),
    "\ud83d\ude00".repeat(40),
    "d/".repeat(90)
  };

  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\\\]");
  private static final Pattern FOREIGN_FORM =
      Pattern.compile("~.*|[A-Za-z]:.*|[A-Za-z][A-Za-z0-9+.-]*:(?:/.*)?", Pattern.DOTALL);

  @Test
  void S1_S2_S3_S4_S8_randomTexts_areKeysOrRefusedWithOurOwnException(TestReporter reporter) {
    long seed = Long.getLong("holdfast.seed", 0x5EEDL);
    reporter.publishEntry("seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = text(random);
      boolean isKey = isKey(text);
      if (isKey != attempt(text)) {
        throw new AssertionError(
            "seed %d, round %d: '%s' is %sa key".formatted(seed, round, text, isKey ? "" : "not "));
      }
      accepted += isKey ? 1 : 0;
    }
    assertThat(accepted).as("seed %d: keys among the texts", seed).isBetween(6_000, 54_000);
  }

  /**
   * Whether the text was accepted; whatever else than our own exception is thrown fails the test.
   */
  private static boolean attempt(String text) {
    StorageKey key;
    try {
      key = StorageKey.of(text);
    } catch (InvalidKeyException e) {
      return false;
    }
    for (String segment : key.segments()) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new AssertionError("'" + text + "' was accepted with the segment '" + segment + "'");
      }
    }
    return key.value().equals(text);
  }

  private static boolean isKey(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean wellFormed = new String(bytes, StandardCharsets.UTF_8).equals(text);
    return wellFormed
        && bytes.length <= 1024
        && !FORBIDDEN.matcher(text).find()
        && !FOREIGN_FORM.matcher(text).matches()
        && Arrays.stream(text.split("/", -1)).allMatch(KeyFuzzTest::isSegment);
  }

  private static boolean isSegment(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 1 && bytes <= 255 && !text.equals(".") && !text.equals("..");
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      if (random.nextInt(30) == 0) {
        text.append((char) random.nextInt(0x1_0000));
      } else {
        int known = random.nextInt(3) == 0 ? PIECES.length : 10;
        text.append(PIECES[random.nextInt(known)]);
      }
    }
    return text.toString();
  }
}
