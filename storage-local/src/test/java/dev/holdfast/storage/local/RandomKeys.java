// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.util.Random;

/** Keys and texts for property tests, with a bias to what is awkward. */
final class RandomKeys {

  private static final String[] AWKWARD = {
    "a",
    "b",
    "A",
    "f",
    "con",
    "nul.txt",
    "COM1",
    "x.",
    "x ",
    " x",
    "_",
    "__",
    "^",
    "%",
    "%41",
    "%2e",
    ".x",
    "...",
    "é",
    "e\u0301",
    "\u200b",
    "😀",
    "\uffee",
    "-",
    "a_b",
    "a^b",
    "=",
    ":",
    "*",
    "?",
    "~x",
    "holdfast",
    ".holdfast",
    "layout",
    "A".repeat(130),
    "ü".repeat(90),
    "b".repeat(255)
  };

  private static final String[] HOSTILE = {
    "..",
    ".",
    "/",
    "\\",
    "~",
    "C:",
    "file:",
    "%2e%2e",
    "a",
    "b",
    "\u0000",
    "\n",
    "\u007f",
    "\ud800",
    "\uff0e\uff0e",
    "\u2024",
    "//",
    "con"
  };

  private RandomKeys() {}

  /** A key. */
  static String next(Random random) {
    StringBuilder key = new StringBuilder();
    int segments = 1 + random.nextInt(3);
    for (int i = 0; i < segments; i++) {
      if (i > 0) {
        key.append('/');
      }
      String segment = AWKWARD[random.nextInt(AWKWARD.length)];
      String more = random.nextBoolean() ? "" : String.valueOf((char) ('a' + random.nextInt(26)));
      boolean fits = segment.length() < 80 && !(i == 0 && segment.startsWith("~"));
      key.append(fits ? segment + more : segment.startsWith("~") ? "t" : segment);
    }
    return key.toString();
  }

  /** A text that somebody may try as a key. */
  static String hostile(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
      if (random.nextInt(3) == 0) {
        text.append('/');
      }
    }
    return text.toString();
  }
}
