// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternMatcherTest {
  @Test
  void find_randomTextsInRandomChunks_agreesWithSearch() {
    long seed = 0x5EEDL;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      String pattern = text(random, 1 + random.nextInt(5));
      String stream = text(random, random.nextInt(40));
      int at = stream.indexOf(pattern);
      int expected = at < 0 ? -1 : at + pattern.length();
      assertThat(findInChunks(random, pattern, stream))
          .as("seed %d, %s in %s", seed, pattern, stream)
          .isEqualTo(expected);
    }
  }

  private static int findInChunks(Random random, String pattern, String stream) {
    PatternMatcher matcher = new PatternMatcher(bytes(pattern));
    int from = 0;
    while (from < stream.length()) {
      int to = Math.min(stream.length(), from + 1 + random.nextInt(4));
      int found = matcher.find(bytes(stream.substring(from, to)));
      if (found >= 0) {
        return from + found;
      }
      from = to;
    }
    return -1;
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
