// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every key of the grammar is a name of its own, and comes back as it was given. */
interface KeyContract extends DriverTests {

  @Test
  default void S1_S4_S5_keys_weird_areStoredSideBySideAndDeletedOneByOne() {
    List<String> keys = putWeirdKeys();
    for (String key : keys) {
      assertThat(store().read(key)).as("bytes of '%s'", key).isEqualTo(bytesOf(key));
      assertThat(store().info(key).key()).as("key by stat").isEqualTo(StorageKey.of(key));
    }
    Set<String> left = new TreeSet<>(ListContract.BY_BYTES);
    left.addAll(keys);
    for (int at = 0; at < keys.size(); at += 2) {
      store().delete(keys.get(at));
      left.remove(keys.get(at));
    }
    assertThat(store().list("")).containsExactlyElementsOf(left);
    for (String key : left) {
      assertThat(store().read(key)).as("bytes of '%s'", key).isEqualTo(bytesOf(key));
    }
    left.forEach(key -> store().delete(key));
    assertThat(store().list("")).isEmpty();
  }

  @Test
  default void S1_S4_S5_keys_weird_areListedInOrderOfBytes() {
    List<String> keys = putWeirdKeys();
    List<String> sorted = keys.stream().sorted(ListContract.BY_BYTES).toList();
    assertThat(store().list("")).isEqualTo(sorted);
    assertThat(StoreUnderTest.texts(store().walk("", false, "", 40))).isEqualTo(sorted);
    assertThat(store().listGrouped("")).isEqualTo(grouped(sorted));
  }

  @Test
  default void S4_S6_keys_twins_areTwoObjects() {
    List<List<String>> twins =
        List.of(
            List.of("Readme", "README"),
            List.of("Dir/x", "dir/x"),
            List.of("caf\u00e9", "cafe\u0301"),
            List.of("%41", "A"),
            List.of("a%2Fb", "a%2fb"),
            List.of("a b", "a+b"),
            List.of("name", "name."),
            List.of("zero\u200bwidth", "zerowidth"));
    for (List<String> pair : twins) {
      store().put(pair.get(0), Payload.plain(10, 1));
      assertThat(store().stat(pair.get(1))).as("twin of '%s'", pair.get(0)).isEmpty();
      store().put(pair.get(1), Payload.plain(20, 2));
      store().expect(pair.get(0), Payload.plain(10, 1));
      store().delete(pair.get(0));
      store().expect(pair.get(1), Payload.plain(20, 2));
    }
  }

  @Test
  default void S7_keys_objectBesidePrefix_areIndependent() {
    store().requires(Capability.WRITE, Capability.KEY_BESIDE_PREFIX);
    for (List<String> order : List.of(List.of("f", "f/g", "f/g/h"), List.of("f/g/h", "f/g", "f"))) {
      order.forEach(key -> store().put(key, bytesOf(key)));
      assertThat(store().list("")).containsExactly("f", "f/g", "f/g/h");
      assertThat(store().listGrouped("")).containsExactly("f", "f/");
      assertThat(store().listGrouped("f/")).containsExactly("f/g", "f/g/");
      assertThat(store().list("f/")).containsExactly("f/g", "f/g/h");
      order.forEach(key -> store().expect(key, bytesOf(key)));
      store().delete("f/g");
      assertThat(store().list("")).containsExactly("f", "f/g/h");
      store().expectAbsent("f/g");
      store().expect("f/g/h", bytesOf("f/g/h"));
      store().delete("f");
      store().expect("f/g/h", bytesOf("f/g/h"));
      store().delete("f/g/h");
      assertThat(store().list("")).isEmpty();
    }
  }

  @Test
  default void keys_objectBesidePrefix_failsAsConflict() {
    store().requiresMissing(Capability.KEY_BESIDE_PREFIX);
    ObjectInfo file = store().put("f", Payload.plain(10, 3));
    expectConflict("f/g");
    expectConflict("f/g/h");
    store().expectUnchanged(file, Payload.plain(10, 3));
    ObjectInfo below = store().put("d/e/x", Payload.plain(10, 4));
    expectConflict("d/e");
    expectConflict("d");
    store().expectUnchanged(below, Payload.plain(10, 4));
    assertThat(store().list("")).containsExactly("d/e/x", "f");
  }

  @Test
  default void keys_prefixOfAKey_isNoObject() {
    store().put("dir/sub/x", Payload.plain(10, 5));
    for (String prefix : List.of("dir", "dir/sub", "dir/su", "di")) {
      assertThat(store().stat(prefix)).as("stat of '%s'", prefix).isEmpty();
      assertThatStorageFailure(() -> store().read(prefix))
          .isNotApplied(Kind.NOT_FOUND)
          .hasKey(StorageKey.of(prefix));
      store().driver().delete(StorageKey.of(prefix), WriteCondition.any(), StoreUnderTest.CALL);
    }
    store().expect("dir/sub/x", Payload.plain(10, 5));
    assertThat(store().list("dir")).containsExactly("dir/sub/x");
  }

  @Test
  default void keys_belowAnObject_areAbsent() {
    store().put("file", Payload.plain(10, 6));
    store().expectAbsent("file/below");
    store().expectAbsent("file/below/deep");
    store().expect("file", Payload.plain(10, 6));
  }

  private List<String> putWeirdKeys() {
    List<String> keys = WeirdKeys.all();
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
    keys.forEach(key -> store().put(key, bytesOf(key)));
    return keys;
  }

  private void expectConflict(String key) {
    assertThatStorageFailure(() -> store().put(key, new byte[1]))
        .isNotApplied(Kind.KEY_CONFLICT)
        .hasKey(StorageKey.of(key));
    store().expectAbsent(key);
  }

  private static byte[] bytesOf(String key) {
    return ("bytes of " + key).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> grouped(List<String> sorted) {
    return sorted.stream()
        .map(key -> key.contains("/") ? key.substring(0, key.indexOf('/') + 1) : key)
        .distinct()
        .sorted(ListContract.BY_BYTES)
        .toList();
  }
}
