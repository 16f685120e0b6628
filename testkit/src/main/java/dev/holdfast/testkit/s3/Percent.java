// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Percent sequences of paths, queries and listings. */
final class Percent {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Percent() {}

  /** Everything but unreserved characters encoded, a slash only if asked. */
  static String encode(String plain, boolean slashes) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : plain.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      if (UNRESERVED.indexOf(c) >= 0 || (c == '/' && !slashes)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(Digests.hex(new byte[] {one}).toUpperCase(Locale.ROOT));
      }
    }
    return encoded.toString();
  }

  /**
   * Decodes UTF-8.
   *
   * @param plusIsSpace whether a plus stands for a space, as in forms
   * @throws S3Error if a sequence is cut short or no number
   */
  static String decode(String encoded, boolean plusIsSpace) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    int at = 0;
    while (at < encoded.length()) {
      char c = encoded.charAt(at);
      if (c == '%') {
        plain.write(number(encoded, at + 1));
        at += 3;
      } else {
        byte[] bytes =
            String.valueOf(c == '+' && plusIsSpace ? ' ' : c).getBytes(StandardCharsets.ISO_8859_1);
        plain.write(bytes, 0, bytes.length);
        at++;
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }

  /** The names and values of a query; a name without a value has an empty one. */
  static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int mark = pair.indexOf('=');
      String name = mark < 0 ? pair : pair.substring(0, mark);
      if (!name.isEmpty()) {
        String value = mark < 0 ? "" : decode(pair.substring(mark + 1), true);
        query.put(decode(name, true), value);
      }
    }
    return query;
  }

  private static int number(String encoded, int at) {
    try {
      if (at + 2 <= encoded.length()) {
        return Integer.parseInt(encoded, at, at + 2, 16);
      }
    } catch (NumberFormatException e) {
      throw new S3Error(400, "InvalidURI", "A percent sequence is no number.");
    }
    throw new S3Error(400, "InvalidURI", "A percent sequence is cut short.");
  }
}
