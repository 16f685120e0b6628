// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Set;

/** Which names a disk accepts, and which of them are the same. Immutable. */
record NameRules(boolean asciiOnly, boolean caseInsensitive, boolean windowsNames) {
  static final int NAME_MAX_BYTES = 255;
  static final int PATH_MAX_BYTES = 4096;

  private static final String WINDOWS_FORBIDDEN = "<>:\"|?*\\";
  private static final Set<String> WINDOWS_DEVICES = Set.of("CON", "PRN", "AUX", "NUL");

  /** The form of a name under which a directory keeps it. */
  String key(String name) {
    return caseInsensitive ? name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : name;
  }

  /** Throws {@link InvalidPathException} if the text of a path cannot be expressed here. */
  void checkText(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\0') {
        throw new InvalidPathException(path, "Nul character not allowed", i);
      }
      if (c >= 0x80 && (asciiOnly || unpairedSurrogate(path, i))) {
        throw new InvalidPathException(
            path, "Malformed input or input contains unmappable characters", i);
      }
      if (windowsNames && (c < ' ' || WINDOWS_FORBIDDEN.indexOf(c) >= 0)) {
        throw new InvalidPathException(path, "Illegal char", i);
      }
    }
  }

  /** Throws {@link InvalidPathException} if one element of a path cannot be a name here. */
  void checkElement(String path, String name) {
    if (!windowsNames || name.isEmpty() || name.equals(".") || name.equals("..")) {
      return;
    }
    char last = name.charAt(name.length() - 1);
    if (last == '.' || last == ' ') {
      throw new InvalidPathException(path, "Trailing char <" + last + ">");
    }
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
    if (WINDOWS_DEVICES.contains(stem) || stem.matches("(COM|LPT)[1-9]")) {
      throw new InvalidPathException(path, "Reserved device name");
    }
  }

  static boolean nameTooLong(String name) {
    return exceeds(name, NAME_MAX_BYTES);
  }

  static boolean pathTooLong(String path) {
    return exceeds(path, PATH_MAX_BYTES - 1);
  }

  private static boolean exceeds(String text, int limitBytes) {
    return text.length() * 3L > limitBytes
        && text.getBytes(StandardCharsets.UTF_8).length > limitBytes;
  }

  private static boolean unpairedSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
