// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageKey;
import java.text.Normalizer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes keys {@code <uuid>/<safe form of a file name>}; the UUID is random (RFC 9562, version 4).
 * As safe for use by threads as the generator.
 *
 * @param random cryptographically strong where keys must not be guessed
 */
record GeneratedKeys(RandomGenerator random) {

  private static final int MOST_CHARACTERS = 100;
  private static final int MOST_EXTENSION = 16;
  private static final String NAMELESS = "file";

  /** Names that are devices on Windows, whatever stands behind their first dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?");

  /** A new key for a file of this name. */
  StorageKey next(String fileName) {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return StorageKey.of(new UUID(high, low) + "/" + safe(fileName));
  }

  /**
   * A form of the name that is harmless in paths, URLs and shells: what lies behind the last slash
   * or backslash, without leading dots, tildes and dashes and without trailing dots; ASCII letters,
   * digits, dots, dashes and underscores stay, everything else becomes an underscore, and one more
   * stands before the name of a device; at most 100 characters, of which the extension is kept.
   */
  static String safe(String fileName) {
    int slash = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    String name = Normalizer.normalize(fileName.substring(slash + 1), Normalizer.Form.NFC);
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints()
        .dropWhile(point -> point == '.' || point == '~' || point == '-')
        .forEach(point -> safe.append(harmless(point) ? (char) point : '_'));
    trimDots(safe);
    if (DEVICE.matcher(safe).matches()) {
      safe.insert(0, '_');
    }
    if (safe.length() > MOST_CHARACTERS) {
      int dot = safe.lastIndexOf(".");
      int extension = safe.length() - dot;
      int kept = dot > 0 && extension <= MOST_EXTENSION ? extension : 0;
      safe.delete(MOST_CHARACTERS - kept, safe.length() - kept);
    }
    trimDots(safe);
    return safe.isEmpty() ? NAMELESS : safe.toString();
  }

  private static void trimDots(StringBuilder name) {
    while (!name.isEmpty() && name.charAt(name.length() - 1) == '.') {
      name.setLength(name.length() - 1);
    }
  }

  private static boolean harmless(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= 'A' && point <= 'Z')
        || (point >= '0' && point <= '9')
        || point == '.'
        || point == '-'
        || point == '_';
  }
}
