// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Checksum;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** S14, S22: metadata as header values, and back. */
final class MetadataCodecTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final Checksum SUM = Checksum.crc32c(0xdeadbeefL);

  @Test
  void roundTrip_ofRandomText_keepsEverything() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Map<String, String> metadata = new HashMap<>();
      for (int entries = random.nextInt(5); entries > 0; entries--) {
        metadata.put("n" + random.nextInt(1000) + "._-", text(random, 20, false));
      }
      String name = random.nextInt(4) == 0 ? null : text(random, 40, true);
      Described described = new Described(ID, SUM, name, metadata);
      Map<String, String> wire = MetadataCodec.encode(described);
      assertThat(MetadataCodec.decode(shouted(wire))).as("seed %d", seed).isEqualTo(described);
      assertThat(wire.values())
          .as("seed %d", seed)
          .allMatch(value -> value.matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?"))
          .noneMatch(value -> value.contains("  ") || value.contains("=?"));
    }
  }

  @Test
  void encode_ofPlainText_isReadableByOthers() {
    Described described = new Described(ID, SUM, "a b.txt", Map.of("owner", "anna", "none", ""));
    assertThat(MetadataCodec.encode(described))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "holdfast-format", "1",
                "holdfast-write", ID,
                "holdfast-crc32c", "deadbeef",
                "holdfast-file-name", "a b.txt",
                "owner", "anna",
                "none", "%"));
  }

  @Test
  void S14_encode_ofMoreThanFits_isPackedAndKept() {
    String prose = "In the beginning was the word, and the word was long. ".repeat(36);
    Described described =
        new Described(ID, SUM, "\u7d42".repeat(512), Map.of("a".repeat(64), prose, "b", "\u00fc"));
    Map<String, String> wire = MetadataCodec.encode(described);
    assertThat(wire).containsKey("holdfast-packed").doesNotContainKey("b");
    assertThat(size(wire)).isLessThanOrEqualTo(MetadataCodec.MOST_BYTES);
    assertThat(MetadataCodec.decode(wire)).isEqualTo(described);
  }

  @Test
  void encode_upToTheLimit_isPlain() {
    Map<String, String> own = MetadataCodec.encode(new Described(ID, SUM, null, Map.of("x", "y")));
    int room = MetadataCodec.MOST_BYTES - size(own) + 1;
    assertThat(MetadataCodec.encode(new Described(ID, SUM, null, Map.of("x", "y".repeat(room)))))
        .doesNotContainKey("holdfast-packed");
    assertThat(
            MetadataCodec.encode(new Described(ID, SUM, null, Map.of("x", "y".repeat(room + 1)))))
        .containsKey("holdfast-packed");
  }

  @Test
  void S14_encode_ofMoreThanCanBePacked_isRefusedWithSizes() {
    StringBuilder noise = new StringBuilder();
    Random random = new Random(7);
    for (int at = 0; at < 1900; at++) {
      noise.append((char) (0x21 + random.nextInt(0x5e)));
    }
    Described described = new Described(ID, SUM, null, Map.of("noise", noise.toString()));
    assertThatThrownBy(() -> MetadataCodec.encode(described))
        .isInstanceOf(MetadataCodec.TooLarge.class)
        .hasMessageMatching(".* take 2\\d\\d\\d bytes .* at most 2048 fit");
  }

  @Test
  void decode_ofForeignObject_takesMetadataAsItIs() {
    assertThat(MetadataCodec.decode(Map.of("Owner", "100%41 ", "holdfast-write", ID)))
        .isEqualTo(
            new Described(null, null, null, Map.of("owner", "100%41 ", "holdfast-write", ID)));
    assertThat(MetadataCodec.decode(Map.of())).isEqualTo(new Described(null, null, null, Map.of()));
  }

  @Test
  void decode_ofDamagedFields_leavesThemOut() {
    Map<String, String> wire = new TreeMap<>(Map.of("holdfast-format", "1", "owner", "%zz%4"));
    wire.put("holdfast-crc32c", "xyz");
    wire.put("holdfast-packed", "no base64!");
    assertThat(MetadataCodec.decode(wire))
        .isEqualTo(new Described(null, null, null, Map.of("owner", "%zz%4")));
    wire.put("holdfast-packed", Base64.getEncoder().encodeToString(new byte[] {7, 7, 7, 7}));
    assertThat(MetadataCodec.decode(wire).metadata()).isEqualTo(Map.of("owner", "%zz%4"));
  }

  @Test
  void S22_decode_ofAPackedBomb_isLeftOut() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
      out.write(("a=" + "x".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII));
    }
    String packed = Base64.getEncoder().encodeToString(bomb.toByteArray());
    assertThat(packed.length()).isLessThan(MetadataCodec.MOST_BYTES);
    assertThat(MetadataCodec.decode(Map.of("holdfast-format", "1", "holdfast-packed", packed)))
        .isEqualTo(new Described(null, null, null, Map.of()));
  }

  /** Names as some servers give them back. */
  private static Map<String, String> shouted(Map<String, String> wire) {
    Map<String, String> shouted = new HashMap<>();
    wire.forEach(
        (name, value) ->
            shouted.put(
                name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                value));
    return shouted;
  }

  private static int size(Map<String, String> wire) {
    return wire.entrySet().stream()
        .mapToInt(entry -> 11 + entry.getKey().length() + entry.getValue().length())
        .sum();
  }

  private static String text(Random random, int most, boolean controls) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(most); left > 0; left--) {
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> " ";
            case 1 -> "%";
            case 2 -> "=?";
            case 3 -> Character.toString(0x1f600 + random.nextInt(50));
            case 4 -> controls ? Character.toString(random.nextInt(9)) : "\u00e4";
            default -> Character.toString(0x21 + random.nextInt(0x500));
          });
    }
    return text.toString().replaceAll("[\\x7f-\\x9f]", controls ? "$0" : "-");
  }
}
