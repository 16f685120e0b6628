// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as a header value that no server changes: printable ASCII, everything else as percent
 * sequences of its UTF-8. Encoded are also the percent sign, spaces at an end or beside another,
 * and {@code =?}, at which some servers begin to decode. The empty text is a percent sign.
 */
final class WireText {

  private static final String EMPTY = "%";

  private WireText() {}

  static String encode(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length + 16);
    for (int at = 0; at < bytes.length; at++) {
      if (plain(bytes, at)) {
        out.append((char) bytes[at]);
      } else {
        out.append('%').append(digit(bytes[at] >> 4)).append(digit(bytes[at]));
      }
    }
    return out.toString();
  }

  /** The text that was encoded; what is no percent sequence stands for itself. */
  static String decode(String wire) {
    if (wire.equals(EMPTY)) {
      return "";
    }
    if (wire.indexOf('%') < 0) {
      return wire;
    }
    byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      int value =
          bytes[at] == '%' && at + 2 < bytes.length ? hex(bytes[at + 1], bytes[at + 2]) : -1;
      out.write(value < 0 ? bytes[at] : value);
      at += value < 0 ? 0 : 2;
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean plain(byte[] bytes, int at) {
    byte b = bytes[at];
    if (b == ' ') {
      return at > 0 && at + 1 < bytes.length && bytes[at - 1] != ' ' && bytes[at + 1] != ' ';
    }
    boolean word = b == '=' && at + 1 < bytes.length && bytes[at + 1] == '?';
    return b > 0x20 && b < 0x7f && b != '%' && !word;
  }

  private static char digit(int half) {
    return Character.toUpperCase(Character.forDigit(half & 0xf, 16));
  }

  private static int hex(byte high, byte low) {
    int upper = Character.digit(high, 16);
    int lower = Character.digit(low, 16);
    return upper < 0 || lower < 0 ? -1 : upper << 4 | lower;
  }
}
