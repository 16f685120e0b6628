// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A delete without a condition. */
interface DeleteContract extends DriverTests {

  @Test
  default void delete_presentObject_isGone() {
    for (int size : store().sizes()) {
      store().put("gone-" + size, Payload.plain(size, 1));
      store().delete("gone-" + size);
      store().expectAbsent("gone-" + size);
    }
  }

  @Test
  default void delete_absentKey_succeeds() {
    store().delete("never");
    store().delete("never/below/deep");
    store().put("once", Payload.plain(10, 2));
    store().delete("once");
    store().delete("once");
    store().expectAbsent("once");
  }

  @Test
  default void delete_oneOfMany_leavesTheOthers() {
    store().put("dir/a", Payload.plain(10, 3));
    store().put("dir/b", Payload.plain(10, 4));
    store().put("dir/sub/a", Payload.plain(10, 5));
    store().put("dirt", Payload.plain(10, 6));
    store().delete("dir/a");
    assertThat(store().list("")).containsExactly("dir/b", "dir/sub/a", "dirt");
    store().expect("dir/b", Payload.plain(10, 4));
    store().expect("dir/sub/a", Payload.plain(10, 5));
    store().expect("dirt", Payload.plain(10, 6));
  }

  @Test
  default void delete_prefixOfKeys_deletesNoneOfThem() {
    store().put("dir/a", Payload.plain(10, 7));
    store().delete("dir");
    store().expect("dir/a", Payload.plain(10, 7));
  }

  @Test
  default void delete_keyBelowAnObject_leavesTheObject() {
    store().put("file", Payload.plain(10, 8));
    store().delete("file/below");
    store().expect("file", Payload.plain(10, 8));
  }

  @Test
  default void delete_writtenAgain_isNew() {
    store().put("back/again", Payload.plain(1000, 9));
    store().delete("back/again");
    store().put("back/again", Payload.plain(10, 10));
    store().expect("back/again", Payload.plain(10, 10));
  }
}
