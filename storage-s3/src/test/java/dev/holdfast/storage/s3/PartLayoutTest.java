// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** F46: how large parts are. */
final class PartLayoutTest {

  private static final long MIB = 1L << 20;

  @Test
  void F46_knownLength_thatFits_hasPartsAsWished() {
    for (long length : new long[] {0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 80_000 * MIB}) {
      PartLayout layout = PartLayout.of(OptionalLong.of(length), 8 * MIB, 64 * MIB);
      assertThat(layout.bytesOf(1)).isEqualTo(8 * MIB);
      assertThat(layout.bytesOf(10_000)).isEqualTo(8 * MIB);
    }
  }

  @Test
  void F46_knownLength_thatIsMore_hasPartsLargeEnough() {
    for (long length : new long[] {80_000 * MIB + 1, 1L << 40, 5L << 40}) {
      long bytes = PartLayout.of(OptionalLong.of(length), 8 * MIB, 64 * MIB).bytesOf(1);
      assertThat(bytes % MIB).isZero();
      assertThat((length + bytes - 1) / bytes).isBetween(8_000L, 10_000L);
    }
  }

  @Test
  void F46_unknownLength_growsUpToTheLimit() {
    PartLayout layout = PartLayout.of(OptionalLong.empty(), 8 * MIB, 64 * MIB);
    assertThat(layout.bytesOf(1)).isEqualTo(8 * MIB);
    assertThat(layout.bytesOf(1_000)).isEqualTo(8 * MIB);
    assertThat(layout.bytesOf(1_001)).isEqualTo(16 * MIB);
    assertThat(layout.bytesOf(3_001)).isEqualTo(64 * MIB);
    assertThat(layout.bytesOf(10_000)).isEqualTo(64 * MIB);
  }
}
