// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.UploadOptions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {

  private static final String ETAG = "0f".repeat(16);
  private static final int IN_INODE = 64;

  private final ObjectRecord plain =
      ObjectRecord.of(ETAG, 4096, 2, LocalStores.NOW, UploadOptions.defaults());

  @Test
  void decode_whatWasEncoded_isTheSame() {
    ObjectRecord full =
        new ObjectRecord(
            ETAG,
            Long.MAX_VALUE,
            -1,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            "image/png",
            "\u00fc".repeat(100),
            Map.of("a", "", "b", "x".repeat(2_000)),
            Map.of("t", "\ud83d\ude00"));
    assertThat(RecordCodec.decode(RecordCodec.encode(full))).isEqualTo(full);
    assertThat(RecordCodec.decode(RecordCodec.encode(plain))).isEqualTo(plain);
  }

  @Test
  void encode_contentTypeAndShortName_fitsIntoTheInode() {
    UploadOptions named =
        UploadOptions.builder().contentType("image/jpeg").fileName("p1000.jpg").build();
    ObjectRecord record = ObjectRecord.of(ETAG, 1 << 30, 2, LocalStores.NOW, named);
    assertThat(RecordCodec.encode(record)).hasSizeLessThanOrEqualTo(IN_INODE);
  }

  @Test
  void decode_changedOrCut_isNone() {
    byte[] bytes = RecordCodec.encode(plain);
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 4;
      assertThat(RecordCodec.decode(changed)).isNull();
      assertThat(RecordCodec.decode(Arrays.copyOf(bytes, at))).isNull();
    }
  }

  @Test
  void S22_anyBytesWithRightChecksum_areRecordOrNone() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      byte[] whole = checked(bytes);
      ObjectRecord record = RecordCodec.decode(whole);
      if (record != null) {
        assertThat(RecordCodec.decode(RecordCodec.encode(record)))
            .as("seed %d, run %d", seed, run)
            .isEqualTo(record);
      }
    }
  }

  @Test
  void decode_wholeChecksumButCutFields_isNone() {
    byte[] bytes = RecordCodec.encode(plain);
    for (int length = 1; length < bytes.length - Integer.BYTES; length++) {
      byte[] cut = Arrays.copyOfRange(bytes, 1, length);
      assertThat(RecordCodec.decode(checked(cut))).isNull();
    }
  }

  /** The version, some bytes, and the checksum that makes them look whole. */
  private static byte[] checked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(1);
    crc.update(bytes, 0, bytes.length);
    return ByteBuffer.allocate(bytes.length + 5)
        .put((byte) 1)
        .put(bytes)
        .putInt((int) crc.getValue())
        .array();
  }
}
