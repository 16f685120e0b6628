// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Identity, order and parts of keys. */
class StorageKeyTest {

  /** In the order of UTF-8, which differs from that of UTF-16 where pairs begin. */
  private static final List<String> ASCENDING =
      List.of(
          " ",
          "%41",
          "-",
          "0",
          "A",
          "README",
          "Readme",
          "a",
          "a ",
          "a-b",
          "a/b",
          "a/b/c",
          "a/c",
          "a0",
          "ab",
          "b",
          "\u00a0",
          "\u00e9",
          "\u07ff",
          "\u0800",
          "\ud7ff",
          "\ue000",
          "\uff5e",
          "\uffff",
          "\ud800\udc00",
          "\ud83d\ude00",
          "\udbff\udfff");

  @Test
  void S4_texts_thatOnlyLookAlike_areDifferentKeys() {
    List<String> texts =
        List.of(
            "caf\u00e9",
            "cafe\u0301",
            "\u00c5",
            "\u212b",
            "A\u030a",
            "zerowidth",
            "zero\u200bwidth",
            "zero\u200dwidth",
            "\ufeffbom",
            "bom",
            "bidi\u202ename",
            "bidiname",
            "a\u00a0b",
            "a b",
            "\uff41",
            "a",
            "\u0430");
    List<StorageKey> keys = texts.stream().map(StorageKey::of).toList();
    assertThat(new HashSet<>(keys)).hasSameSizeAs(texts);
    assertThat(keys).extracting(StorageKey::value).isEqualTo(texts);
    assertThat(keys.stream().sorted().distinct()).hasSameSizeAs(texts);
  }

  @Test
  void S6_cases_areDifferentKeys() {
    List<StorageKey> keys =
        Stream.of("Readme", "README", "readme", "stra\u00dfe", "STRASSE", "\u0130", "i", "\u0131")
            .map(StorageKey::of)
            .toList();
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
  }

  @Test
  void S7_keyAndPrefixOfTheSameName_areDifferentKeys() {
    assertThat(StorageKey.of("f")).isNotEqualTo(StorageKey.of("f/g")).isLessThan(key("f/g"));
  }

  @Test
  void equals_sameText_isTheSameKey() {
    StorageKey key = new StorageKey("a/b");
    assertThat(StorageKey.of("a/b")).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(key.compareTo(StorageKey.of("a/b"))).isZero();
  }

  @Test
  void compareTo_awkwardTexts_isByBytes() {
    List<StorageKey> keys = ASCENDING.stream().map(StorageKey::of).toList();
    for (int i = 0; i < keys.size(); i++) {
      for (int j = 0; j < keys.size(); j++) {
        assertThat(Integer.signum(keys.get(i).compareTo(keys.get(j))))
            .as("%s against %s", keys.get(i), keys.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
    List<StorageKey> sorted = new ArrayList<>(keys);
    Collections.reverse(sorted);
    sorted.sort(null);
    assertThat(sorted).isEqualTo(keys);
  }

  @Test
  void compareTo_randomKeys_agreesWithTheirBytes(TestReporter reporter) {
    long seed = Long.getLong("holdfast.seed", 0x5EEDL);
    reporter.publishEntry("seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    int[] points = {'a', 'b', '-', 0xe9, 0x7ff, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x1_f600};
    List<StorageKey> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(4); length > 0; length--) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      keys.add(StorageKey.of(text.toString()));
    }
    for (StorageKey left : keys) {
      for (StorageKey right : keys) {
        int expected = Integer.signum(compareBytes(left.value(), right.value()));
        if (Integer.signum(left.compareTo(right)) != expected
            || (expected == 0) != left.equals(right)) {
          throw new AssertionError("seed " + seed + ": " + left + " against " + right);
        }
      }
    }
  }

  @Test
  void child_segments_areAppended() {
    assertThat(key("a").child("b")).isEqualTo(key("a/b"));
    assertThat(key("a/b").child("c/d")).isEqualTo(key("a/b/c/d"));
    assertThat(key("a").child("~")).as("not at the beginning any more").isEqualTo(key("a/~"));
    assertThat(key("a").child("C:")).isEqualTo(key("a/C:"));
  }

  @Test
  void S1_S2_S3_S8_childThatWouldLeadElsewhere_isRefused() {
    StorageKey parent = key("a".repeat(250));
    List<String> texts =
        List.of(
            "", "/", "/b", "b/", "..", ".", "../b", "b/../../c", "b\\c", "b\n", "\ud83d", "//b");
    for (String text : texts) {
      assertThatExceptionOfType(InvalidKeyException.class)
          .as("'%s'", Printable.of(text))
          .isThrownBy(() -> parent.child(text));
    }
    StorageKey longest = key("s/".repeat(511) + "ss");
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> longest.child("b"))
        .withMessageContaining("it has 1026 bytes");
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> parent.child("b".repeat(256)))
        .withMessageContaining("a segment has 256 bytes");
  }

  @Test
  void nameAndSegments_areTheParts() {
    assertThat(key("a").name()).isEqualTo("a");
    assertThat(key("a").segments()).containsExactly("a");
    assertThat(key("a/b c/d.e").name()).isEqualTo("d.e");
    assertThat(key("a/b c/d.e").segments()).containsExactly("a", "b c", "d.e");
    assertThat(key(" / ").segments()).containsExactly(" ", " ");
  }

  @Test
  void S33_toString_isPrintableAndShort() {
    assertThat(key("a/b.txt")).hasToString("a/b.txt");
    assertThat(key("a\u202eb")).hasToString("a\\u{202E}b");
    assertThat(key("a/".repeat(100) + "b").toString()).hasSize(131).endsWith("...");
    assertThat(key("a\u202eb").value()).isEqualTo("a\u202eb");
  }

  private static StorageKey key(String text) {
    return StorageKey.of(text);
  }

  private static int compareBytes(String left, String right) {
    byte[] l = left.getBytes(StandardCharsets.UTF_8);
    byte[] r = right.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < l.length && i < r.length; i++) {
      if (l[i] != r[i]) {
        return (l[i] & 0xff) - (r[i] & 0xff);
      }
    }
    return l.length - r.length;
  }
}
