// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A write in one call: whole, replacing what was there. */
interface UploadContract extends DriverTests {

  @Test
  default void F46_put_anySizeOfKnownLength_isReadBack() {
    for (int size : store().sizes()) {
      byte[] bytes = Payload.plain(size, 1);
      store().put("known-" + size, bytes);
      store().expect("known-" + size, bytes);
    }
  }

  @Test
  default void F46_put_anySizeOfUnknownLength_isReadBack() {
    for (int size : store().sizes()) {
      byte[] bytes = Payload.plain(size, 2);
      store().put("unknown-" + size, Contents.ofUnknownLength(bytes), UploadOptions.defaults());
      store().expect("unknown-" + size, bytes);
    }
  }

  @Test
  default void put_contentThatComesInPieces_isReadBack() {
    byte[] bytes = Payload.plain(20_000, 3);
    store().put("pieces", Contents.trickling(bytes), UploadOptions.defaults());
    store().expect("pieces", bytes);
  }

  @Test
  default void put_presentObject_isReplacedWhole() {
    for (int size : List.of(1000, 9000, 10, 0, 70_000, 10)) {
      byte[] bytes = Payload.plain(size, size);
      store().put("replaced", bytes);
      store().expect("replaced", bytes);
    }
  }

  @Test
  default void put_manyKeys_areIndependent() {
    List<String> keys = List.of("a", "b", "dir/a", "dir/b", "dir/sub/a");
    keys.forEach(key -> store().put(key, Payload.plain(100, key.hashCode())));
    store().put("dir/a", Payload.plain(200, 4));
    for (String key : keys) {
      boolean replaced = key.equals("dir/a");
      store().expect(key, replaced ? Payload.plain(200, 4) : Payload.plain(100, key.hashCode()));
    }
  }

  @Test
  default void put_succeeds_tellsWhatWasStored() {
    byte[] bytes = Payload.plain(1234, 5);
    ObjectInfo told = store().put("told", bytes);
    assertThat(told.key()).isEqualTo(StorageKey.of("told"));
    assertThat(told.sizeBytes()).isEqualTo(1234);
    assertThat(told.etag()).as("etag by put and by stat").isEqualTo(store().info("told").etag());
  }

  @Test
  default void put_content_isOpenedOnceAndClosed() {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    Content content =
        Content.ofSupplier(
            () -> {
              opened.incrementAndGet();
              return closing(Payload.plain(100, 6), closed);
            });
    store().put("opened", content, UploadOptions.defaults());
    assertThat(opened).as("times that the content was opened").hasValue(1);
    assertThat(closed).as("times that the content was closed").hasPositiveValue();
  }

  @Test
  default void write_readOnlyStore_failsAsReadOnly() {
    store().requiresMissing(Capability.WRITE);
    StorageKey key = StorageKey.of("read-only");
    assertThatStorageFailure(
            () ->
                store()
                    .driver()
                    .put(
                        key,
                        Content.ofBytes(new byte[1]),
                        UploadOptions.defaults(),
                        StoreUnderTest.CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThatStorageFailure(
            () -> store().driver().delete(key, WriteCondition.any(), StoreUnderTest.CALL))
        .isNotApplied(Kind.READ_ONLY);
    assertThatStorageFailure(
            () ->
                store()
                    .driver()
                    .copy(key, key.child("copy"), CopyOptions.defaults(), StoreUnderTest.CALL))
        .isNotApplied(Kind.READ_ONLY);
  }

  private static InputStream closing(byte[] bytes, AtomicInteger closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
