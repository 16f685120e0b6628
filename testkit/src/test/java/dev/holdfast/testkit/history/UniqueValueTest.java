// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueValueTest {

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 39, 40, 41, 1_000, 65_536})
  void verify_encodedValue_isWhole(int sizeBytes) {
    byte[] bytes = UniqueValue.encode(3, 17, sizeBytes, -5);
    assertThat(bytes).hasSize(sizeBytes);
    assertThat(UniqueValue.verify(bytes))
        .isEqualTo(new UniqueValue.Whole(3, 17, sizeBytes, -5))
        .hasToString("c3#17");
  }

  @Test
  void encode_sameValue_sameBytesAndOtherCounterOtherBytes() {
    UniqueValue.Whole value = new UniqueValue.Whole(1, 2, 64, 3);
    assertThat(value.encode()).isEqualTo(UniqueValue.encode(1, 2, 64, 3));
    byte[] other = UniqueValue.encode(1, 3, 64, 3);
    assertThat(Arrays.copyOfRange(other, 32, 64))
        .isNotEqualTo(Arrays.copyOfRange(value.encode(), 32, 64));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 45})
  void verify_anyBitFlipped_isTorn(int sizeBytes) {
    byte[] bytes = UniqueValue.encode(3, 17, sizeBytes, 9);
    for (int bit = 0; bit < sizeBytes * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(UniqueValue.verify(bytes)).as("bit %d", bit).isInstanceOf(UniqueValue.Torn.class);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void verify_everyTruncation_isTorn() {
    byte[] bytes = UniqueValue.encode(3, 17, 100, 9);
    for (int length = 0; length < 100; length++) {
      assertThat(UniqueValue.verify(Arrays.copyOf(bytes, length)))
          .isInstanceOf(UniqueValue.Torn.class);
    }
  }

  @Test
  void verify_twoValuesMixed_namesTheFirstWrongOffset() {
    byte[] bytes = UniqueValue.encode(1, 1, 2_048, 9);
    System.arraycopy(UniqueValue.encode(2, 1, 2_048, 9), 1_024, bytes, 1_024, 1_024);
    assertThat(UniqueValue.verify(bytes))
        .isEqualTo(new UniqueValue.Torn("c1#1 differs from offset 1024 of 2048 bytes"));
  }

  @Test
  void verify_blocksSwapped_isTorn() {
    byte[] bytes = UniqueValue.encode(1, 1, 2_048, 9);
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 512, swapped, 1_024, 512);
    System.arraycopy(bytes, 1_024, swapped, 512, 512);
    assertThat(UniqueValue.verify(swapped)).isInstanceOf(UniqueValue.Torn.class);
  }

  @Test
  void encode_smallerThanHeader_isRefused() {
    assertThatThrownBy(() -> UniqueValue.encode(1, 1, 31, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sizeBytes must be at least 32, is 31");
  }
}
