// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import org.junit.jupiter.api.Test;

/** A copy without a condition. */
interface CopyContract extends DriverTests {

  @Test
  default void copy_anySize_givesEqualBytes() {
    for (int size : store().sizes()) {
      byte[] bytes = Payload.plain(size, 1);
      store().put("source-" + size, bytes);
      ObjectInfo told = copy("source-" + size, "copies/of-" + size);
      assertThat(told.key()).isEqualTo(StorageKey.of("copies/of-" + size));
      assertThat(told.sizeBytes()).isEqualTo(size);
      assertThat(told.etag()).isEqualTo(store().info("copies/of-" + size).etag());
      store().expect("copies/of-" + size, bytes);
      store().expect("source-" + size, bytes);
    }
  }

  @Test
  default void copy_presentTarget_isReplacedWhole() {
    store().put("source", Payload.plain(10, 2));
    ObjectInfo former = store().put("target", Payload.plain(9000, 3));
    copy("source", "target");
    store().expect("target", Payload.plain(10, 2));
    assertThat(store().info("target").etag()).as("etag after the copy").isNotEqualTo(former.etag());
  }

  @Test
  default void copy_absentSource_failsAsNotFound() {
    ObjectInfo before = store().put("target", Payload.plain(10, 4));
    assertThatStorageFailure(() -> copy("absent", "target"))
        .isNotApplied(Kind.NOT_FOUND)
        .hasOperation(StorageOperation.COPY)
        .hasKey(StorageKey.of("absent"));
    assertThatStorageFailure(() -> copy("absent", "new")).isNotApplied(Kind.NOT_FOUND);
    store().expectUnchanged(before, Payload.plain(10, 4));
    store().expectAbsent("new");
  }

  @Test
  default void copy_ontoItself_keepsEverything() {
    store().requires(Capability.METADATA);
    store().put("self", Payload.plain(9000, 5), MetadataContract.FULL);
    copy("self", "self");
    store().expect("self", Payload.plain(9000, 5));
    MetadataContract.expectFull(store().info("self"));
    assertThat(store().list("")).containsExactly("self");
  }

  @Test
  default void copy_metadata_isThatOfTheSource() {
    store().requires(Capability.METADATA);
    store().put("source", Payload.plain(10, 6), MetadataContract.FULL);
    store().put("target", Payload.plain(10, 7), MetadataContract.OTHER);
    copy("source", "target");
    MetadataContract.expectFull(store().info("target"));
    MetadataContract.expectFull(store().info("source"));
  }

  @Test
  default void copy_tags_areThoseOfTheSource() {
    store().requires(Capability.TAGS);
    store().put("source", Payload.plain(10, 8), MetadataContract.TAGGED);
    copy("source", "target");
    assertThat(store().info("target").tags()).isEqualTo(MetadataContract.TAGGED.tags());
  }

  @Test
  default void copy_sourceChangesLater_targetDoesNot() {
    byte[] bytes = Payload.plain(9000, 9);
    store().put("source", bytes);
    copy("source", "target");
    ObjectInfo copied = store().info("target");
    store().put("source", Payload.plain(100, 10));
    store().expectUnchanged(copied, bytes);
    store().delete("source");
    store().expectUnchanged(copied, bytes);
  }

  @Test
  default void copy_targetChangesLater_sourceDoesNot() {
    byte[] bytes = Payload.plain(9000, 11);
    ObjectInfo source = store().put("source", bytes);
    copy("source", "target");
    store().put("target", Payload.plain(100, 12));
    store().expectUnchanged(source, bytes);
    store().delete("target");
    store().expectUnchanged(source, bytes);
  }

  private ObjectInfo copy(String source, String target) {
    store().requires(Capability.WRITE);
    return store()
        .driver()
        .copy(
            StorageKey.of(source),
            StorageKey.of(target),
            CopyOptions.defaults(),
            StoreUnderTest.CALL);
  }
}
