// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.DriverUpload;
import org.junit.jupiter.api.Test;

/** Conditions of writes and deletes, one call at a time. */
interface ConditionContract extends DriverTests {

  @Test
  default void ifAbsent_absentKey_writes() {
    store().requires(Capability.IF_ABSENT);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      for (int size : store().fewSizes()) {
        String key = writer.key("new-" + size);
        byte[] bytes = Payload.plain(size, 1);
        ObjectInfo told = writer.write(store(), key, bytes, WriteCondition.ifAbsent());
        assertThat(told.etag()).isEqualTo(store().info(key).etag());
        store().expect(key, bytes);
      }
    }
  }

  @Test
  default void ifAbsent_presentObject_failsAndLeavesIt() {
    store().requires(Capability.IF_ABSENT);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      for (int size : store().fewSizes()) {
        expectRefused(writer, size, WriteCondition.ifAbsent());
      }
    }
  }

  @Test
  default void ifAbsent_deletedKey_writes() {
    store().requires(Capability.IF_ABSENT);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      String key = writer.key("deleted");
      store().put(key, Payload.plain(10, 2));
      store().delete(key);
      writer.write(store(), key, Payload.plain(20, 3), WriteCondition.ifAbsent());
      store().expect(key, Payload.plain(20, 3));
    }
  }

  @Test
  default void ifMatch_presentVersion_writes() {
    store().requires(Capability.IF_MATCH);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      String key = writer.key("matched");
      ObjectInfo present = store().put(key, Payload.plain(10, 4));
      for (int size : store().fewSizes()) {
        byte[] bytes = Payload.plain(size, 5);
        present = writer.write(store(), key, bytes, WriteCondition.ifMatch(present.etag()));
        store().expect(key, bytes);
      }
    }
  }

  @Test
  default void ifMatch_formerVersion_failsAndLeavesPresent() {
    store().requires(Capability.IF_MATCH);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      for (int size : store().fewSizes()) {
        String former = store().put(writer.key("present-" + size), new byte[1]).etag();
        expectRefused(writer, size, WriteCondition.ifMatch(former));
      }
    }
  }

  @Test
  default void ifMatch_absentKey_failsAndLeavesNothing() {
    store().requires(Capability.IF_MATCH);
    String etag = store().put("elsewhere", Payload.plain(10, 6)).etag();
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      String never = writer.key("never");
      expectFailed(writer, never, Payload.plain(10, 6), WriteCondition.ifMatch(etag));
      store().expectAbsent(never);
      String gone = writer.key("gone");
      String former = store().put(gone, Payload.plain(10, 6)).etag();
      store().delete(gone);
      expectFailed(writer, gone, Payload.plain(10, 6), WriteCondition.ifMatch(former));
      store().expectAbsent(gone);
    }
  }

  @Test
  default void ifAbsent_objectAppearsBeforeCommit_fails() {
    store().requires(Capability.IF_ABSENT, Capability.UPLOAD_SESSION);
    UploadOptions options = UploadOptions.builder().condition(WriteCondition.ifAbsent()).build();
    try (DriverUpload session = store().begin("late", options)) {
      session.write(new byte[10], 0, 10);
      ObjectInfo present = store().put("late", Payload.plain(77, 7));
      assertThatStorageFailure(session::commit)
          .isNotApplied(Kind.PRECONDITION_FAILED)
          .hasKey(StorageKey.of("late"));
      store().expectUnchanged(present, Payload.plain(77, 7));
    }
    store().expect("late", Payload.plain(77, 7));
  }

  @Test
  default void ifMatch_objectChangesBeforeCommit_fails() {
    store().requires(Capability.IF_MATCH, Capability.UPLOAD_SESSION);
    String etag = store().put("late", Payload.plain(10, 8)).etag();
    UploadOptions options = UploadOptions.builder().condition(WriteCondition.ifMatch(etag)).build();
    try (DriverUpload session = store().begin("late", options)) {
      session.write(new byte[10], 0, 10);
      byte[] changed = rewritten(10, 8);
      ObjectInfo present = store().put("late", changed);
      assertThatStorageFailure(session::commit).isNotApplied(Kind.PRECONDITION_FAILED);
      store().expectUnchanged(present, changed);
    }
  }

  @Test
  default void deleteIfMatch_presentVersion_deletes() {
    store().requires(Capability.IF_MATCH_DELETE);
    String etag = store().put("matched", Payload.plain(10, 9)).etag();
    deleteIfMatch("matched", etag);
    store().expectAbsent("matched");
  }

  @Test
  default void deleteIfMatch_formerVersion_failsAndLeavesPresent() {
    store().requires(Capability.IF_MATCH_DELETE);
    String former = store().put("changed", Payload.plain(10, 10)).etag();
    byte[] changed = rewritten(10, 10);
    ObjectInfo present = store().put("changed", changed);
    assertThatStorageFailure(() -> deleteIfMatch("changed", former))
        .isNotApplied(Kind.PRECONDITION_FAILED)
        .hasKey(StorageKey.of("changed"));
    store().expectUnchanged(present, changed);
  }

  @Test
  default void deleteIfMatch_absentKey_fails() {
    store().requires(Capability.IF_MATCH_DELETE);
    String former = store().put("gone", Payload.plain(10, 11)).etag();
    store().delete("gone");
    assertThatStorageFailure(() -> deleteIfMatch("gone", former))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    store().expectAbsent("gone");
  }

  /** The payload that another write has: the same again, where ETags tell that too. */
  private byte[] rewritten(int size, int seed) {
    return Payload.plain(size, store().can(Capability.ETAG_PER_WRITE) ? seed : seed + 100);
  }

  private void expectRefused(ConditionalWriter writer, int size, WriteCondition condition) {
    String key = writer.key("present-" + size);
    UploadOptions options =
        store().can(Capability.METADATA) ? MetadataContract.FULL : UploadOptions.defaults();
    byte[] old = Payload.plain(5000, 12);
    ObjectInfo before = store().put(key, old, options);
    expectFailed(writer, key, Payload.plain(size, 13), condition);
    store().expectUnchanged(before, old);
  }

  private void expectFailed(
      ConditionalWriter writer, String key, byte[] bytes, WriteCondition condition) {
    assertThatStorageFailure(() -> writer.write(store(), key, bytes, condition))
        .as("%s with %s", writer, condition)
        .isNotApplied(Kind.PRECONDITION_FAILED)
        .hasKey(StorageKey.of(key));
  }

  private void deleteIfMatch(String key, String etag) {
    store().driver().delete(StorageKey.of(key), WriteCondition.ifMatch(etag), StoreUnderTest.CALL);
  }
}
