// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every operation that comes to the disk, on the objects of {@link DisturbedStore}. One that reads
 * checks what it got.
 */
enum EachOperation {
  PUT_NEW(given -> given.put(Given.NEW, WriteCondition.any())),
  PUT_OVER(given -> given.put(Given.OLD, WriteCondition.any())),
  PUT_IF_ABSENT(given -> given.put(Given.BESIDE, WriteCondition.ifAbsent())),
  PUT_IF_MATCH(given -> given.put(Given.OLD, WriteCondition.ifMatch(given.etag))),
  PUT_IF_ABSENT_REFUSED(
      given -> Given.refused(() -> given.put(Given.OLD, WriteCondition.ifAbsent()))),
  PUT_IF_MATCH_REFUSED(
      given -> Given.refused(() -> given.put(Given.DEEP, WriteCondition.ifMatch(given.etag)))),
  SESSION(Given::session),
  COPY(given -> given.copy(WriteCondition.any())),
  COPY_IF_ABSENT(given -> given.copy(WriteCondition.ifAbsent())),
  DELETE(given -> given.delete(Given.DEEP, WriteCondition.any())),
  DELETE_ABSENT(given -> given.delete(Given.BESIDE, WriteCondition.any())),
  DELETE_IF_MATCH(given -> given.delete(Given.OLD, WriteCondition.ifMatch(given.etag))),
  DELETE_IF_MATCH_REFUSED(
      given -> Given.refused(() -> given.delete(Given.DEEP, WriteCondition.ifMatch(given.etag)))),
  GET(given -> assertThat(given.get(ByteSelection.whole())).containsExactly(1, 2, 3, 4)),
  GET_RANGE(given -> assertThat(given.get(ByteSelection.slice(1, 2))).containsExactly(2, 3)),
  GET_IF_MATCH_REFUSED(
      given ->
          Given.refused(
              () ->
                  given.storage.download(
                      Given.OLD, DownloadOptions.builder().ifMatch("other").build()))),
  STAT(given -> assertThat(given.storage.stat(Given.OLD).orElseThrow().sizeBytes()).isEqualTo(4)),
  STAT_ABSENT(given -> assertThat(given.storage.stat(Given.NEW)).isEmpty()),
  LIST(given -> assertThat(given.list(false)).containsExactly("d/old", "d/p/q/deep")),
  LIST_GROUPED(given -> assertThat(given.list(true)).containsExactly("d/old", "d/p/"));

  private final Step step;

  EachOperation(Step step) {
    this.step = step;
  }

  /** Runs it once. */
  void run(Given given) throws IOException {
    step.run(given);
  }

  /** What an operation does. */
  @FunctionalInterface
  private interface Step {
    void run(Given given) throws IOException;
  }

  /**
   * A store with two objects.
   *
   * @param etag of {@link #OLD}
   * @param timeout of every call that can have one
   */
  record Given(FileStorage storage, String etag, Optional<Duration> timeout) {

    static final StorageKey OLD = StorageKey.of("d/old");
    static final StorageKey DEEP = StorageKey.of("d/p/q/deep");

    private static final StorageKey BESIDE = StorageKey.of("d/beside");
    private static final StorageKey NEW = StorageKey.of("n/e/w");
    private static final byte[] BYTES = new byte[70_000];

    private void put(StorageKey key, WriteCondition condition) {
      storage.upload(key, Content.ofBytes(BYTES), upload(condition));
    }

    /** Makes a call whose condition does not hold. */
    private static void refused(Runnable call) {
      try {
        call.run();
      } catch (PreconditionFailedException e) {
        return;
      }
      throw new AssertionError("the condition did not hold");
    }

    private void session() throws IOException {
      try (UploadSession session = storage.beginUpload(OLD, upload(WriteCondition.any()))) {
        session.stream().write(BYTES, 0, 40_000);
        session.stream().write(BYTES, 40_000, BYTES.length - 40_000);
        session.commit();
      }
    }

    private UploadOptions upload(WriteCondition condition) {
      UploadOptions.Builder options = UploadOptions.builder().condition(condition);
      timeout.ifPresent(options::timeout);
      return options.build();
    }

    private void copy(WriteCondition condition) {
      CopyOptions.Builder options = CopyOptions.builder().condition(condition);
      timeout.ifPresent(options::timeout);
      storage.copy(OLD, NEW, options.build());
    }

    private void delete(StorageKey key, WriteCondition condition) {
      DeleteOptions.Builder options = DeleteOptions.builder().condition(condition);
      timeout.ifPresent(options::timeout);
      storage.delete(key, options.build());
    }

    private byte[] get(ByteSelection range) {
      DownloadOptions.Builder options = DownloadOptions.builder().range(range);
      timeout.ifPresent(options::timeout);
      try (Download download = storage.download(OLD, options.build())) {
        return download.readAllBytes(100);
      }
    }

    private List<String> list(boolean grouped) {
      List<String> texts = new ArrayList<>();
      ListRequest request = ListRequest.builder().prefix("d/").grouped(grouped).build();
      try (ListCursor cursor = storage.list(request)) {
        while (cursor.hasNext()) {
          ListCursor.Entry entry = cursor.next();
          texts.add(
              entry instanceof ListCursor.Item item ? item.key().value() : String.valueOf(entry));
        }
      }
      return texts;
    }
  }
}
