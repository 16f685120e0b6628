// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.outputs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The text in every secret of the tests, and the forms in which a program may show it. */
final class Canary {

  static final String TEXT = "c4n4ry";

  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);
  private static final Map<String, String> EXACT = exact();
  private static final Map<String, String> IN_ANY_CASE =
      Map.of("plain text", TEXT, "hexadecimal digits", HexFormat.of().formatHex(BYTES));

  private Canary() {}

  /** In which form a text shows the canary, or the empty string if in none. */
  static String shownIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return IN_ANY_CASE.entrySet().stream()
        .filter(form -> lower.contains(form.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(
            () ->
                EXACT.entrySet().stream()
                    .filter(form -> text.contains(form.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst())
        .orElse("");
  }

  private static Map<String, String> exact() {
    Map<String, String> forms = new LinkedHashMap<>();
    String list = Arrays.toString(BYTES);
    forms.put("a list of bytes", list.substring(1, list.length() - 1));
    for (int before = 0; before < 3; before++) {
      forms.put("Base64, " + before + " bytes behind a triple", base64(before));
    }
    return forms;
  }

  /** The characters that do not depend on what stands before and behind. */
  private static String base64(int before) {
    byte[] padded = new byte[before + BYTES.length];
    System.arraycopy(BYTES, 0, padded, before, BYTES.length);
    int first = (before * 8 + 5) / 6;
    int end = padded.length * 8 / 6;
    return Base64.getEncoder().encodeToString(padded).substring(first, end);
  }
}
