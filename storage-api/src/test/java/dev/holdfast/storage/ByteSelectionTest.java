// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.storage.ByteSelection.Slice;
import org.junit.jupiter.api.Test;

/** Which bytes a selection means, for objects of every size. */
class ByteSelectionTest {

  private static final long MAX = Long.MAX_VALUE;
  private static final StorageKey KEY = StorageKey.of("a/b");

  @Test
  void whole_ofAnySize_isAllBytes() {
    for (long size : new long[] {0, 1, 10, MAX}) {
      expect(ByteSelection.whole(), size, 0, size);
    }
  }

  @Test
  void from_insideTheObject_isTheRest() {
    expect(ByteSelection.from(0), 10, 0, 10);
    expect(ByteSelection.from(1), 10, 1, 9);
    expect(ByteSelection.from(9), 10, 9, 1);
    expect(ByteSelection.from(0), 1, 0, 1);
    expect(ByteSelection.from(0), MAX, 0, MAX);
    expect(ByteSelection.from(1), MAX, 1, MAX - 1);
    expect(ByteSelection.from(MAX - 1), MAX, MAX - 1, 1);
  }

  @Test
  void slice_insideTheObject_isCutAtItsEnd() {
    expect(ByteSelection.slice(0, 10), 10, 0, 10);
    expect(ByteSelection.slice(0, 1), 10, 0, 1);
    expect(ByteSelection.slice(9, 1), 10, 9, 1);
    expect(ByteSelection.slice(9, 2), 10, 9, 1);
    expect(ByteSelection.slice(3, 4), 10, 3, 4);
    expect(ByteSelection.slice(0, MAX), 10, 0, 10);
    expect(ByteSelection.slice(5, MAX), 10, 5, 5);
    expect(ByteSelection.slice(5, MAX), MAX, 5, MAX - 5);
    expect(ByteSelection.slice(MAX - 1, MAX), MAX, MAX - 1, 1);
    expect(ByteSelection.slice(MAX - 2, 1), MAX, MAX - 2, 1);
  }

  @Test
  void suffix_ofAnObject_isAtMostTheObject() {
    expect(ByteSelection.suffix(1), 10, 9, 1);
    expect(ByteSelection.suffix(10), 10, 0, 10);
    expect(ByteSelection.suffix(11), 10, 0, 10);
    expect(ByteSelection.suffix(MAX), 10, 0, 10);
    expect(ByteSelection.suffix(MAX), MAX, 0, MAX);
    expect(ByteSelection.suffix(1), MAX, MAX - 1, 1);
    expect(ByteSelection.suffix(MAX - 1), MAX, 1, MAX - 1);
  }

  @Test
  void resolve_rangeWithoutAByte_isNotSatisfiable() {
    refuse(ByteSelection.from(0), 0);
    refuse(ByteSelection.from(10), 10);
    refuse(ByteSelection.from(11), 10);
    refuse(ByteSelection.from(MAX), MAX);
    refuse(ByteSelection.from(MAX), 10);
    refuse(ByteSelection.slice(0, 0), 10);
    refuse(ByteSelection.slice(0, 1), 0);
    refuse(ByteSelection.slice(10, 1), 10);
    refuse(ByteSelection.slice(MAX, MAX), MAX);
    refuse(ByteSelection.slice(MAX, 1), 10);
    refuse(ByteSelection.suffix(0), 10);
    refuse(ByteSelection.suffix(1), 0);
    refuse(ByteSelection.suffix(MAX), 0);
    refuse(ByteSelection.suffix(0), 0);
  }

  @Test
  void resolve_whatWasResolved_isTheSame() {
    Slice slice = ByteSelection.suffix(4).resolve(KEY, 10);
    assertThat(slice.resolve(KEY, 10)).isEqualTo(slice);
  }

  @Test
  void factories_negativeNumbers_areRefused() {
    for (long bad : new long[] {-1, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> ByteSelection.from(bad));
      assertThatIllegalArgumentException().isThrownBy(() -> ByteSelection.suffix(bad));
      assertThatIllegalArgumentException().isThrownBy(() -> ByteSelection.slice(bad, 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ByteSelection.slice(3, bad))
          .withMessage("a range needs an offset and a length of zero or more: 3, " + bad);
    }
  }

  private static void expect(ByteSelection selection, long size, long offset, long length) {
    assertThat(selection.resolve(KEY, size))
        .as("%s of %d", selection, size)
        .isEqualTo(new Slice(offset, length));
  }

  private static void refuse(ByteSelection selection, long size) {
    assertThatExceptionOfType(StorageException.class)
        .as("%s of %d", selection, size)
        .isThrownBy(() -> selection.resolve(KEY, size))
        .withMessage(
            "download of 'a/b' failed: no byte of its "
                + size
                + " is in the range; NOT_APPLIED, nothing was changed; ask for at least one byte"
                + " before the end")
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(StorageException.Kind.RANGE_NOT_SATISFIABLE);
              assertThat(e.key()).contains(KEY);
            });
  }
}
