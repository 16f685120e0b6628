// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a listing goes on, as text for callers: base64url (RFC 4648) of a version byte and the
 * UTF-8 of the last entry.
 */
final class ListToken {

  private static final byte VERSION = 1;

  private ListToken() {}

  /** The token behind an entry. */
  static String of(String entry) {
    byte[] text = entry.getBytes(StandardCharsets.UTF_8);
    byte[] token = new byte[text.length + 1];
    token[0] = VERSION;
    System.arraycopy(text, 0, token, 1, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The entry of a token; empty if no token has this form. */
  static Optional<String> entry(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length < 2 || bytes[0] != VERSION) {
        return Optional.empty();
      }
      ByteBuffer text = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (IllegalArgumentException | CharacterCodingException ignored) { // not from here
      return Optional.empty();
    }
  }
}
