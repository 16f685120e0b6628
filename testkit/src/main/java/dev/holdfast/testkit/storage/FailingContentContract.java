// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Content that fails while it is written: its exception comes through, the store is as before. */
interface FailingContentContract extends DriverTests {

  /**
   * How many bytes are read before the failure. The last is the end of the content, to which nobody
   * needs to read who knows the length.
   */
  List<Integer> POINTS = List.of(0, 1, 8192, 8193, (1 << 20) + 2, (1 << 20) + 3);

  @Test
  default void F47_put_contentFailsUnderAbsentKey_leavesNothing() {
    byte[] bytes = Payload.plain((1 << 20) + 3, 1);
    for (int point : POINTS) {
      String key = "new-" + point;
      RuntimeException failure = new IllegalStateException("source of " + point);
      expectThrown(key, failing(bytes, point, failure), failure);
      if (point < bytes.length) {
        expectThrown(key, failingOfKnownLength(bytes, point, failure), failure);
      }
      store().expectAbsent(key);
    }
    assertThat(store().list("")).as("keys after uploads that failed").isEmpty();
  }

  @Test
  default void F47_put_contentFailsOverPresentObject_leavesItAsItWas() {
    byte[] old = Payload.plain(5000, 2);
    ObjectInfo before = store().put("old", old);
    byte[] bytes = Payload.plain((1 << 20) + 3, 3);
    for (int point : POINTS) {
      RuntimeException failure = new IllegalStateException("source of " + point);
      expectThrown("old", failing(bytes, point, failure), failure);
      if (point < bytes.length) {
        expectThrown("old", failingOfKnownLength(bytes, point, failure), failure);
      }
      store().expectUnchanged(before, old);
    }
  }

  @Test
  default void F47_put_contentFailsInAnyWay_sameExceptionComesThrough() {
    List<Throwable> failures =
        List.of(
            new UnsupportedOperationException("of the source"),
            new LinkageError("of the source"),
            StorageException.builder(Kind.INTEGRITY).operation(StorageOperation.UPLOAD).build(),
            StorageException.builder(Kind.CONTENT_FAILED)
                .operation(StorageOperation.UPLOAD)
                .build());
    for (Throwable failure : failures) {
      expectThrown("any", failing(new byte[100], 50, failure), failure);
    }
    store().expectAbsent("any");
  }

  @Test
  default void F47_put_contentCannotBeOpened_sameExceptionComesThrough() {
    IllegalStateException failure = new IllegalStateException("cannot be opened");
    Content content =
        Content.ofSupplier(
            () -> {
              throw failure;
            });
    expectThrown("unopened", content, failure);
    store().expectAbsent("unopened");
  }

  /** The signature has no checked exceptions: either thrown all the same, or told as the cause. */
  @Test
  default void F47_put_contentFailsWithIoException_isToldAsFaultOfContent() {
    store().requires(Capability.WRITE);
    for (int point : POINTS) {
      IOException failure = new IOException("source of " + point);
      Content content = failing(Payload.plain((1 << 20) + 3, 4), point, failure);
      Throwable thrown = catchThrowable(() -> store().put("io", content, UploadOptions.defaults()));
      if (thrown instanceof StorageException told) {
        StorageExceptionAssert.assertThat(told).isNotApplied(Kind.CONTENT_FAILED);
        assertThat(told).hasCause(failure);
      } else {
        assertThat(thrown).as("what comes through when the content fails").isSameAs(failure);
      }
      store().expectAbsent("io");
    }
  }

  @Test
  default void F47_put_afterContentFailed_succeeds() {
    RuntimeException failure = new IllegalStateException("of the source");
    expectThrown("again", failing(new byte[100], 50, failure), failure);
    byte[] bytes = Payload.plain(300, 5);
    store().put("again", bytes);
    store().expect("again", bytes);
  }

  private void expectThrown(String key, Content content, Throwable failure) {
    store().requires(Capability.WRITE);
    Throwable thrown = catchThrowable(() -> store().put(key, content, UploadOptions.defaults()));
    assertThat(thrown).as("what comes through when the content fails").isSameAs(failure);
  }

  private static Content failing(byte[] bytes, int point, Throwable failure) {
    return Contents.withEvent(bytes, point, () -> fail(failure));
  }

  private static Content failingOfKnownLength(byte[] bytes, int point, Throwable failure) {
    return Contents.withEventAndLength(bytes, point, () -> fail(failure));
  }

  private static void fail(Throwable failure) throws IOException {
    if (failure instanceof IOException checked) {
      throw checked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
