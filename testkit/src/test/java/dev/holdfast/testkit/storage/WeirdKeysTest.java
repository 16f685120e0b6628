// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WeirdKeysTest {

  @Test
  void all_areKeysAndDistinct() {
    assertThat(WeirdKeys.all()).doesNotHaveDuplicates().allSatisfy(StorageKey::of);
  }

  @Test
  void all_noneIsThePrefixOfAnother() {
    List<String> keys = WeirdKeys.all();
    for (String key : keys) {
      assertThat(keys).as("keys below '%s'", key).noneMatch(other -> other.startsWith(key + "/"));
    }
  }

  @Test
  void longest_reachTheLimits() {
    List<String> keys = WeirdKeys.longest();
    assertThat(keys).anyMatch(key -> bytes(key) == StorageKey.MAX_BYTES);
    assertThat(keys.stream().filter(key -> !key.contains("/")))
        .allMatch(key -> bytes(key) == StorageKey.MAX_SEGMENT_BYTES);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
