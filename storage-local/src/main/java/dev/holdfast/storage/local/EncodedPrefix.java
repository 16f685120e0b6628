// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.util.HexFormat;
import java.util.List;

/**
 * Tells by its name alone that an entry of a directory cannot stand for a segment that begins with
 * a text. Most names of a large directory are ruled out so, without being decoded.
 *
 * <p>A text that fits into one name is in the first piece of every longer segment, so that names
 * that are continued need no care. A character is encoded the same wherever it stands, but for the
 * last one of a segment and the first one of a directory. So the last one of the text is left away
 * where it could be the last of a segment, and a name with an escaped first character is compared
 * from the second one on.
 */
final class EncodedPrefix {

  private static final String ENDING = "x";

  private final String encoded;
  private final String guarded;

  private EncodedPrefix(String encoded) {
    this.encoded = encoded;
    this.guarded =
        encoded.isEmpty()
            ? ""
            : "%" + HexFormat.of().toHexDigits((byte) encoded.charAt(0)) + encoded.substring(1);
  }

  static EncodedPrefix of(String prefix) {
    String sure = prefix.isEmpty() ? "" : withoutUncertainEnd(prefix);
    List<String> names = NameCodec.leaf(sure + ENDING);
    String name = names.get(0);
    return new EncodedPrefix(
        names.size() == 1 ? name.substring(1, name.length() - ENDING.length()) : "");
  }

  /** Whether the entry of a name may stand for a segment that begins with the prefix. */
  boolean mayBegin(String name) {
    return encoded.isEmpty()
        || (name.charAt(0) == NameCodec.LEAF && name.startsWith(encoded, 1))
        || name.startsWith(encoded)
        || name.startsWith(guarded);
  }

  private static String withoutUncertainEnd(String prefix) {
    int last = prefix.length() - 1;
    char end = prefix.charAt(last);
    boolean uncertain = end == '.' || end == ' ' || Character.isHighSurrogate(end);
    return uncertain ? prefix.substring(0, last) : prefix;
  }
}
