// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StorageModelTest {

  private static final StorageKey KEY = StorageKey.of("k");
  private static final ObjectState ABSENT = ObjectState.absent();
  private static final ObjectState OLD = state(1);
  private static final ObjectState NEW = state(2);
  private static final ObjectState OTHER = state(3);

  private final StorageModel model = StorageModel.empty();

  @Test
  void empty_anyKey_isAbsent() {
    model.expectRead(KEY, ABSENT);
    model.expectListing("", List.of());
    expectViolation(() -> model.expectRead(KEY, OLD), "expected no object");
  }

  @Test
  void written_otherRead_violates() {
    model.written(KEY, OLD);
    model.expectRead(KEY, OLD);
    expectViolation(() -> model.expectRead(KEY, NEW), "reading 'k' gave 2 bytes");
    expectViolation(() -> model.expectRead(KEY, ABSENT), "gave no object, expected 1 bytes");
  }

  @Test
  void written_otherMetadataOrEtag_violates() {
    byte[] bytes = new byte[1];
    ObjectInfo info =
        ObjectInfo.builder(KEY, 1).etag("e1").modified(Instant.EPOCH).contentType("a/b").build();
    model.written(KEY, ObjectState.of(info, bytes));
    model.expectRead(
        KEY, ObjectState.attempted(bytes, UploadOptions.builder().contentType("a/b").build()));
    expectViolation(
        () -> model.expectRead(KEY, ObjectState.attempted(bytes, UploadOptions.defaults())), "a/b");
    ObjectInfo later =
        ObjectInfo.builder(KEY, 1).etag("e2").modified(Instant.EPOCH).contentType("a/b").build();
    model.written(KEY, ObjectState.of(info, bytes));
    expectViolation(() -> model.expectRead(KEY, ObjectState.of(later, bytes)), "etag e2");
  }

  @Test
  void failed_notApplied_changesNothing() {
    model.written(KEY, OLD);
    model.failed(KEY, NEW, failure(Outcome.NOT_APPLIED));
    assertThat(model.certain(KEY)).isTrue();
    expectViolation(() -> model.expectRead(KEY, NEW), "expected 1 bytes");
  }

  @Test
  void failed_unknown_allowsBothUntilSeen() {
    model.written(KEY, OLD);
    model.failed(KEY, NEW, failure(Outcome.UNKNOWN));
    assertThat(model.certain(KEY)).isFalse();
    model.expectRead(KEY, OLD);
    model.expectRead(KEY, OLD);
    model.expectRead(KEY, NEW);
    expectViolation(() -> model.expectRead(KEY, OLD), "expected 2 bytes");
  }

  @Test
  void unknown_laterSuccess_closesIt() {
    model.unknown(KEY, OLD);
    model.written(KEY, NEW);
    expectViolation(() -> model.expectRead(KEY, OLD), "expected 2 bytes");
  }

  @Test
  void unknown_two_takeEffectOnceEach() {
    model.written(KEY, OLD);
    model.unknown(KEY, NEW);
    model.unknown(KEY, ABSENT);
    model.expectRead(KEY, ABSENT);
    model.expectRead(KEY, NEW);
    expectViolation(() -> model.expectRead(KEY, ABSENT), "expected 2 bytes");
  }

  @Test
  void afterPowerLoss_firstReadDecides() {
    model.written(KEY, OLD);
    model.unknown(KEY, NEW);
    StorageModel after = model.afterPowerLoss();
    after.expectRead(KEY, OLD);
    expectViolation(() -> after.expectRead(KEY, NEW), "expected 1 bytes");
    model.expectRead(KEY, NEW);
    expectViolation(() -> model.afterPowerLoss().expectRead(KEY, OTHER), "expected 2 bytes");
  }

  @Test
  void copy_changedLater_leavesTheOther() {
    model.written(KEY, OLD);
    StorageModel copy = model.copy();
    copy.written(KEY, NEW);
    model.expectRead(KEY, OLD);
    copy.expectRead(KEY, NEW);
  }

  @Test
  void expectExists_narrowsToWhatFits() {
    model.written(KEY, OLD);
    model.unknown(KEY, ABSENT);
    model.expectExists(KEY, true);
    model.expectExists(KEY, false);
    expectViolation(() -> model.expectExists(KEY, true), "asking for 'k' gave an object");
  }

  @Test
  void expectListing_missingExtraDoubleOrUnordered_violates() {
    StorageKey a = StorageKey.of("a");
    StorageKey b = StorageKey.of("b");
    model.written(a, OLD);
    model.written(b, OLD);
    model.unknown(KEY, NEW);
    model.expectListing("", List.of(a, b));
    model.expectListing("a", List.of(a));
    expectViolation(() -> model.expectListing("", List.of(a)), "'b'");
    expectViolation(() -> model.expectListing("", List.of(b, a)), "not in order");
    expectViolation(() -> model.expectListing("", List.of(a, a, b)), "twice");
    expectViolation(() -> model.expectListing("", List.of(a, b, StorageKey.of("c"))), "'c'");
    model.expectListing("", List.of(a, b, KEY));
    expectViolation(() -> model.expectListing("", List.of(a, b)), "'k'");
    assertThat(model.keys()).containsExactly(a, b, KEY);
  }

  @Test
  void describe_manyPossibilities_namesAll() {
    model.written(KEY, OLD);
    model.unknown(KEY, ABSENT);
    assertThat(model.describe(KEY))
        .contains("1 bytes")
        .contains("or no object by a write of unknown outcome");
  }

  private static ObjectState state(int size) {
    return ObjectState.attempted(Payload.plain(size, size), UploadOptions.defaults());
  }

  private static StorageException failure(Outcome outcome) {
    return StorageException.builder(Kind.TIMEOUT).outcome(outcome).build();
  }

  private static void expectViolation(Runnable check, String words) {
    assertThatThrownBy(check::run).isInstanceOf(AssertionError.class).hasMessageContaining(words);
  }
}
