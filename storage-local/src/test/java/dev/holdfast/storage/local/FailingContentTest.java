// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller's content fails on its way into a store on the disk of this machine. */
final class FailingContentTest {

  private static final StorageKey OLD = StorageKey.of("a/old");
  private static final StorageKey NEW = StorageKey.of("a/new");
  private static final UploadOptions TIMED =
      UploadOptions.builder().timeout(Duration.ofMinutes(5)).build();

  @TempDir private Path root;

  private FileStorage storage;

  @BeforeEach
  void open() {
    storage = LocalStorage.builder(root).durability(Durability.NONE).build();
    storage.upload(OLD, Content.ofBytes(new byte[] {1, 2, 3}));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 200_000})
  void F47_contentThrows_isTheCauseAndNothingIsVisible(int after) throws IOException {
    IOException own = new IOException("of the caller");
    for (UploadOptions options : List.of(UploadOptions.defaults(), TIMED)) {
      for (StorageKey key : List.of(OLD, NEW)) {
        assertThatStorageFailure(
                () -> storage.upload(key, Content.ofStream(throwing(after, own)), options))
            .isNotApplied(Kind.CONTENT_FAILED)
            .hasCause(own);
        Content ofKnownLength = Content.ofStream(throwing(after, own), 300_000);
        assertThatStorageFailure(() -> storage.upload(key, ofKnownLength, options))
            .isNotApplied(Kind.CONTENT_FAILED)
            .hasCause(own);
        assertNothingVisible();
      }
    }
  }

  @Test
  void F47_contentThrowsUnchecked_isTheCauseAndNothingIsVisible() throws IOException {
    IllegalStateException own = new IllegalStateException("of the caller");
    Content content =
        Content.ofSupplier(
            () -> {
              throw own;
            });
    assertThatStorageFailure(() -> storage.upload(OLD, content))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasCause(own);
    assertNothingVisible();
  }

  @Test
  void F47_contentThrowsError_isPassedOnAndNothingIsVisible() throws IOException {
    StackOverflowError own = new StackOverflowError("of the caller");
    Content content =
        Content.ofSupplier(
            () -> {
              throw own;
            });
    assertThatThrownBy(() -> storage.upload(OLD, content)).isSameAs(own);
    assertNothingVisible();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
  void F47_contentShorterOrLongerThanDeclared_isRefusedAndNothingIsVisible(int size)
      throws IOException {
    for (UploadOptions options : List.of(UploadOptions.defaults(), TIMED)) {
      for (StorageKey key : List.of(OLD, NEW)) {
        assertThatStorageFailure(
                () -> storage.upload(key, Content.ofStream(bytes(size), size + 1L), options))
            .isNotApplied(Kind.CONTENT_FAILED);
        assertThatStorageFailure(
                () -> storage.upload(key, Content.ofStream(bytes(size + 1), size), options))
            .isNotApplied(Kind.CONTENT_FAILED);
        assertNothingVisible();
      }
    }
  }

  @Test
  void F47_sessionIsLeftByAnException_nothingIsVisible() throws IOException {
    IOException own = new IOException("of the caller");
    assertThatThrownBy(
            () -> {
              try (UploadSession session = storage.beginUpload(OLD)) {
                session.stream().write(new byte[100_000]);
                throw own;
              }
            })
        .isSameAs(own);
    assertNothingVisible();
  }

  private void assertNothingVisible() throws IOException {
    assertThat(LocalStorageTest.keys(storage)).containsExactly("a/old");
    assertThat(storage.download(OLD).readAllBytes(10)).containsExactly(1, 2, 3);
    RealStore.assertClean(root);
  }

  private static InputStream bytes(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  private static InputStream throwing(int after, IOException failure) {
    return new SequenceInputStream(bytes(after), new Throwing(failure));
  }

  /** Fails at the first byte. */
  private static final class Throwing extends InputStream {

    private final IOException failure;

    Throwing(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw failure;
    }
  }
}
