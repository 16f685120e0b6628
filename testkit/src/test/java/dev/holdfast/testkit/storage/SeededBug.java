// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.BrokenParts.changed;
import static dev.holdfast.testkit.storage.BrokenParts.failure;
import static dev.holdfast.testkit.storage.BrokenParts.unlessAbsent;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Drivers with one fault each, and the groups of the contract that must notice. */
@SuppressWarnings("ImmutableEnumChecker") // suppliers without state, a list that cannot be changed
enum SeededBug {
  IGNORES_IF_ABSENT(
      () -> broken().onPut((d, key, content, o, c) -> d.put(key, content, unlessAbsent(o), c)),
      ConditionContract.class,
      RaceContract.class),
  SESSION_IGNORES_IF_ABSENT(
      () -> broken().onBegin((d, key, o, c) -> d.begin(key, unlessAbsent(o), c)),
      ConditionContract.class,
      RaceContract.class),
  CHECKS_CONDITION_BEFORE_WRITING(
      () -> broken().onPut(new BrokenParts.CheckThenWrite()), RaceContract.class),
  IGNORES_CONDITION_OF_DELETE(
      () -> broken().onDelete((d, key, condition, c) -> d.delete(key, BrokenParts.ANY, c)),
      ConditionContract.class,
      RaceContract.class),
  LISTS_BACKWARDS(
      () -> broken().onList(BrokenParts.reordered(Collections::reverse)),
      ListContract.class,
      KeyContract.class),
  LISTS_IN_ORDER_OF_UTF_16(
      () ->
          broken()
              .onList(
                  BrokenParts.reordered(
                      entries -> entries.sort(Comparator.comparing(StoreUnderTest::text)))),
      ListContract.class,
      KeyContract.class),
  LISTS_FROM_AFTER_ON(() -> broken().onList(BrokenParts::listFromAfterOn), PagingContract.class),
  LISTS_SESSIONS(
      () ->
          broken()
              .onBegin(
                  (d, key, o, c) -> {
                    d.put(BrokenParts.TEMPORARY, Content.ofBytes(new byte[0]), o, c);
                    return d.begin(key, o, c);
                  }),
      SessionContract.class),
  CLOSE_COMMITS_SESSION(
      () ->
          broken().onBegin((d, key, o, c) -> new BrokenParts.CommittingSession(d.begin(key, o, c))),
      SessionContract.class),
  RANGE_IS_ONE_SHORT(
      () -> broken().onGet((d, key, o, c) -> d.get(key, BrokenParts.oneShort(o), c)),
      DownloadContract.class),
  READS_VERSION_OF_THE_MOMENT(() -> broken().onGet(BrokenParts::readLate), DownloadContract.class),
  ETAG_IS_CONSTANT(
      () ->
          broken()
              .onPut((d, key, content, o, c) -> constantEtag(d.put(key, content, o, c)))
              .onStat((d, key, c) -> d.stat(key, c).map(SeededBug::constantEtag)),
      StatContract.class,
      ConcurrencyContract.class),
  CHECKSUM_IS_OF_OTHER_BYTES(
      () ->
          broken()
              .onStat(
                  (d, key, c) ->
                      d.stat(key, c).map(i -> changed(i).checksum(Checksum.crc32c(1)).build())),
      StatContract.class),
  METADATA_IS_LOST(
      () ->
          broken()
              .onStat(
                  (d, key, c) -> d.stat(key, c).map(i -> changed(i).metadata(Map.of()).build())),
      MetadataContract.class,
      CopyContract.class),
  METADATA_IS_TRIMMED(
      () -> broken().onStat((d, key, c) -> d.stat(key, c).map(BrokenParts::trimmed)),
      MetadataContract.class),
  COPY_LOSES_METADATA(() -> broken().onCopy(BrokenParts::copyBytesOnly), CopyContract.class),
  COPY_IS_AN_ALIAS(BrokenParts::aliasing, CopyContract.class),
  PUBLISHES_TRUNCATED_CONTENT(
      () ->
          broken()
              .onPut(
                  (d, key, content, o, c) ->
                      d.put(key, Content.ofBytes(BrokenParts.readable(content)), o, c)),
      FailingContentContract.class),
  WRAPS_FAILURE_OF_CONTENT(
      () ->
          broken()
              .onPut(
                  (d, key, content, o, c) -> {
                    try {
                      return d.put(key, content, o, c);
                    } catch (IllegalStateException e) {
                      throw failure(Kind.UNAVAILABLE, Outcome.NOT_APPLIED, key);
                    }
                  }),
      FailingContentContract.class),
  LEAVES_CONTENT_OPEN(
      () ->
          broken()
              .onPut((d, key, content, o, c) -> d.put(key, BrokenParts.unclosed(content), o, c)),
      UploadContract.class),
  PUT_IS_VISIBLE_IN_PARTS(
      () ->
          broken()
              .onPut(
                  (d, key, content, o, c) -> {
                    d.put(key, Content.ofBytes(new byte[0]), o, c);
                    return d.put(key, content, UploadOptions.defaults(), c);
                  }),
      ConcurrencyContract.class,
      FailingContentContract.class),
  WRONG_OUTCOME(
      () ->
          broken()
              .onPut(
                  (d, key, content, o, c) -> {
                    try {
                      return d.put(key, content, o, c);
                    } catch (StorageException e) {
                      throw failure(e.kind(), Outcome.UNKNOWN, key);
                    }
                  }),
      ConditionContract.class,
      RaceContract.class),
  WRONG_KIND(
      () ->
          broken()
              .onGet(
                  (d, key, o, c) -> {
                    try {
                      return d.get(key, o, c);
                    } catch (StorageException e) {
                      throw failure(Kind.UNAVAILABLE, Outcome.NOT_APPLIED, key);
                    }
                  }),
      DownloadContract.class),
  DELETE_OF_ABSENT_FAILS(
      () ->
          broken()
              .onDelete(
                  (d, key, condition, c) -> {
                    if (d.stat(key, c).isEmpty()) {
                      throw failure(Kind.NOT_FOUND, Outcome.NOT_APPLIED, key);
                    }
                    d.delete(key, condition, c);
                  }),
      DeleteContract.class),
  FOLDS_CASE(() -> broken().onStat(BrokenParts::statInAnyCase), KeyContract.class),
  SWALLOWS_INTERRUPTS(
      () ->
          broken()
              .onPut(
                  (d, key, content, o, c) -> {
                    boolean unused = Thread.interrupted();
                    return d.put(key, content, o, c);
                  }),
      InterruptContract.class),
  LIES_ABOUT_INTERRUPTED_DELETE(
      () -> broken().onDelete(BrokenParts::deleteAndLie), InterruptContract.class),
  CLAIMS_OTHER_CAPABILITIES(
      () -> broken().claiming(EnumSet.allOf(Capability.class)), LifecycleContract.class),
  MAKES_EMPTY_LINKS(
      () -> broken().claiming(EnumSet.allOf(Capability.class)), PresignContract.class),
  FAILS_WHEN_CLOSED_TWICE(
      () -> broken().onClose(new BrokenParts.OnlyOnce()), LifecycleContract.class);

  private final Supplier<StorageDriver> drivers;
  private final List<Class<?>> groups;

  SeededBug(Supplier<StorageDriver> drivers, Class<?>... groups) {
    this.drivers = drivers;
    this.groups = List.of(groups);
  }

  /** A driver with this fault over an empty store. */
  StorageDriver driver() {
    return drivers.get();
  }

  /** Each of these groups has a test that fails. */
  List<Class<?>> groups() {
    return groups;
  }

  private static BrokenDriver broken() {
    return new BrokenDriver();
  }

  private static ObjectInfo constantEtag(ObjectInfo info) {
    return changed(info).etag("1").build();
  }
}
