// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference model M7: injective, decodable, safe everywhere, no file where a directory stands. */
final class NameCodecTest {

  private static final Root ROOT = new Root(Path.of("/r"));

  @ParameterizedTest
  @CsvSource({
    "report.pdf, _report.pdf",
    "a/b/c.txt, a/b/_c.txt",
    "README.md, _^r^e^a^d^m^e.md",
    ".gitignore, _.gitignore",
    ".github/x, %2egithub/_x",
    "_a/_b, %5fa/__b",
    "con/con, %63on/_con",
    "aux.txt/x, %61ux.txt/_x",
    "x., _x%2e",
    "grün, _gr%c3%bcn",
    "50%, _50%25",
    "a^b, _a%5eb",
    ".holdfast/layout, %2eholdfast/_layout",
  })
  void file_ofKey_isReadable(String key, String path) {
    assertThat(ROOT.file(StorageKey.of(key))).isEqualTo(Path.of("/r").resolve(path));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 80, 119, 120, 121, 239, 240, 241, 255})
  void leaf_ofLongUpperCaseName_continuesAndComesBack(int length) {
    String segment = "A".repeat(length);
    assertThat(NameCodec.leaf(segment))
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(241));
    assertThat(segment(NameCodec.leaf(segment))).isEqualTo(segment);
  }

  @Test
  void file_ofRandomKeys_isInjectiveDecodableAndSafe() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> keys = new HashMap<>();
    Map<String, String> kinds = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String key = RandomKeys.next(random);
      Path file = ROOT.path().relativize(ROOT.file(StorageKey.of(key)));
      String text = file.toString();
      assertThat(text).as("seed %d, key %s", seed, key).matches("[a-z0-9%^_.,+@() /-]+");
      assertThat(keys.merge(text.toLowerCase(Locale.ROOT), key, (old, now) -> old))
          .as("seed %d: two keys in one file", seed)
          .isEqualTo(key);
      remember(kinds, file, seed);
    }
  }

  @Test
  void check_ofRandomTexts_neverLeavesTheRoot() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = RandomKeys.hostile(random);
      try {
        Path file = ROOT.file(StorageKey.of(text));
        assertThat(file.normalize()).as("seed %d, key %s", seed, text).isEqualTo(file);
        assertThat(file.startsWith(ROOT.path())).isTrue();
      } catch (InvalidKeyException e) {
        assertThat(e.key()).isEmpty();
      }
    }
  }

  /** No name is a file for one key and a directory for another. */
  private static void remember(Map<String, String> kinds, Path file, long seed) {
    for (int i = 1; i <= file.getNameCount(); i++) {
      String kind = i == file.getNameCount() ? "file" : "directory";
      assertThat(kinds.merge(file.subpath(0, i).toString(), kind, (old, now) -> old))
          .as("seed %d: %s", seed, file)
          .isEqualTo(kind);
    }
  }

  private static String segment(List<String> names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      String piece = name.endsWith("^") ? name.substring(0, name.length() - 1) : name.substring(1);
      byte[] decoded = NameCodec.decode(piece);
      assertThat(decoded).as(name).isNotNull();
      if (decoded != null) {
        all.append(new String(decoded, StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
