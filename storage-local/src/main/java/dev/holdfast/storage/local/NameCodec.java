// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Segments of keys as names on disk, and back: injective, in lower-case ASCII only, so that it
 * works on case-blind disks, under Windows and in the C locale.
 *
 * <p>Lower-case letters, digits and {@code - _ . , + @ ( )} and inner spaces stay themselves. An
 * upper-case letter is {@code ^} and its lower-case form. Every other byte of the UTF-8 form is
 * {@code %} and two hexadecimal digits, and so are characters in places where some system treats
 * them specially: a leading dot, a trailing dot or space, the first letter of a Windows device
 * name, and a leading underscore of a directory, because an underscore marks files. A name longer
 * than {@link #MAX_NAME} continues in a directory whose name ends with {@code ^}.
 */
final class NameCodec {

  /** Longest name that is made, in bytes; file systems allow 255. */
  static final int MAX_NAME = 240;

  /** Begins the name of a file that holds an object. */
  static final char LEAF = '_';

  /** Ends the name of a directory in which a long name continues. */
  static final char CONTINUED = '^';

  private static final String PLAIN = "-_.,+@() ";
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");
  private static final String HEX = "0123456789abcdef";

  private NameCodec() {}

  /** The names, outermost first, under which an object's last segment is found. */
  static List<String> leaf(String segment) {
    List<String> names = pieces(segment);
    int last = names.size() - 1;
    names.set(last, LEAF + names.get(last));
    return names;
  }

  /** The names, outermost first, of the directory for an inner segment. */
  static List<String> directory(String segment) {
    List<String> names = pieces(segment);
    int last = names.size() - 1;
    names.set(last, guarded(names.get(last)));
    return names;
  }

  /**
   * The text of a piece that was written by this codec.
   *
   * @param piece a name without mark
   * @return its bytes in UTF-8, or null if the codec does not write such a name
   */
  static byte @Nullable [] decode(String piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(piece.length());
    for (int at = 0; at < piece.length(); at++) {
      char c = piece.charAt(at);
      if (c == '%') {
        int value = at + 2 < piece.length() ? hex(piece, at + 1) : -1;
        if (value < 0) {
          return null;
        }
        bytes.write(value);
        at += 2;
      } else if (c == '^') {
        char letter = at + 1 < piece.length() ? piece.charAt(at + 1) : 0;
        if (letter < 'a' || letter > 'z') {
          return null;
        }
        bytes.write(letter - 'a' + 'A');
        at++;
      } else if (plain(c)) {
        bytes.write(c);
      } else {
        return null;
      }
    }
    return bytes.toByteArray();
  }

  /** The text of UTF-8 bytes, or null if they are not UTF-8. */
  static @Nullable String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException ignored) { // a name that the codec did not write
      return null;
    }
  }

  private static List<String> pieces(String segment) {
    List<String> names = new ArrayList<>(1);
    StringBuilder piece = new StringBuilder();
    int last = segment.length() - 1;
    for (int at = 0; at <= last; at++) {
      char c = segment.charAt(at);
      String unit;
      if (at == last && (c == '.' || c == ' ')) {
        unit = escaped(c);
      } else if (plain(c)) {
        unit = String.valueOf(c);
      } else if (c >= 'A' && c <= 'Z') {
        unit = "^" + (char) (c - 'A' + 'a');
      } else if (Character.isHighSurrogate(c)) {
        unit = escaped(segment.codePointAt(at));
        at++;
      } else {
        unit = escaped(c);
      }
      if (piece.length() + unit.length() + 1 > MAX_NAME) {
        names.add(guarded(piece.toString()) + CONTINUED);
        piece.setLength(0);
      }
      piece.append(unit);
    }
    names.add(piece.toString());
    return names;
  }

  /** A directory's name that no system takes for a hidden file, a parent, a device or a file. */
  private static String guarded(String piece) {
    char first = piece.charAt(0);
    boolean special = first == '.' || first == ' ' || first == LEAF || device(piece);
    return special ? escaped(first) + piece.substring(1) : piece;
  }

  /** Whether Windows takes the name, with or without an extension, for a device. */
  private static boolean device(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).stripTrailing();
    if (stem.length() == 4 && (stem.startsWith("com") || stem.startsWith("lpt"))) {
      return Character.isDigit(stem.charAt(3));
    }
    return DEVICES.contains(stem);
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
  }

  private static String escaped(int point) {
    StringBuilder unit = new StringBuilder(12);
    for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
      unit.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
    }
    return unit.toString();
  }

  private static int hex(String text, int at) {
    int high = HEX.indexOf(text.charAt(at));
    int low = HEX.indexOf(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
