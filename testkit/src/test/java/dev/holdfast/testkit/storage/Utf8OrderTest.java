// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Utf8OrderTest {

  @Test
  void compare_textsOfAllWidths_agreesWithTheirBytes() {
    List<String> texts = new ArrayList<>(WeirdKeys.all());
    for (int point :
        List.of(0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff)) {
      texts.add(Character.toString(point));
      texts.add("a" + Character.toString(point) + "b");
      texts.add(Character.toString(point).repeat(2));
    }
    texts.add("");
    for (String left : texts) {
      for (String right : texts) {
        assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
            .as("'%s' against '%s'", left, right)
            .isEqualTo(Integer.signum(ListContract.BY_BYTES.compare(left, right)));
      }
    }
  }
}
