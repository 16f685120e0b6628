// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest keys and segments, in characters of one to four bytes. */
class KeyLimitsTest {

  private static final String[] CHARACTERS = {"", "a", "\u00e9", "\u7d42", "\ud83d\ude00"};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void S8_segmentOf255Bytes_isAcceptedAnd256Refused(int width) {
    for (String form : new String[] {"%s", "%s/a", "a/%s", "a/%s/b"}) {
      String longest = form.formatted(text(width, 255));
      assertThat(StorageKey.of(longest).value()).isEqualTo(longest);
      refused(form.formatted(text(width, 256)), "a segment has 256 bytes, at most 255 are allowed");
    }
    refused(text(width, 1025), "a segment has 1025 bytes, at most 255 are allowed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void S8_keyOf1024Bytes_isAcceptedAnd1025Refused(int width) {
    String segments = String.join("/", Collections.nCopies(4, text(width, 204))) + "/";
    String longest = segments + text(width, 204);
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(StorageKey.MAX_BYTES);
    assertThat(StorageKey.of(longest).segments()).hasSize(5);
    refused(segments + text(width, 205), "it has 1025 bytes, at most 1024 are allowed");
    refused(longest + "/a", "it has 1026 bytes, at most 1024 are allowed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void S8_shortestKey_isOneCharacter(int width) {
    assertThat(StorageKey.of(CHARACTERS[width]).name()).isEqualTo(CHARACTERS[width]);
  }

  /** A text of so many bytes, of characters of a width as far as they go. */
  private static String text(int width, int bytes) {
    String text = CHARACTERS[width].repeat(bytes / width) + "b".repeat(bytes % width);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
    return text;
  }

  private static void refused(String text, String reason) {
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> StorageKey.of(text))
        .withMessageContaining("failed: " + reason + ";");
  }
}
