// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table from what a file system throws to what a caller can act on. */
final class LocalErrorsTest {

  private final LocalErrors errors = new LocalErrors("local:/root");

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new IOException("No space left on device"), Kind.STORAGE_FULL),
        Arguments.of(
            new FileSystemException(
                "x", null, "Error writing extended attribute 'h': No space left on device"),
            Kind.STORAGE_FULL),
        Arguments.of(new FileSystemException("x", "y", "Disk quota exceeded"), Kind.STORAGE_FULL),
        Arguments.of(new IOException("File too large"), Kind.STORAGE_FULL),
        Arguments.of(new FileSystemException("x", null, "Too many open files"), Kind.OVERLOADED),
        Arguments.of(new FileSystemException("x", null, "Read-only file system"), Kind.READ_ONLY),
        Arguments.of(new ReadOnlyFileSystemException(), Kind.READ_ONLY),
        Arguments.of(new AccessDeniedException("x"), Kind.ACCESS_DENIED),
        Arguments.of(
            new FileSystemException("x", null, "Operation not permitted"), Kind.ACCESS_DENIED),
        Arguments.of(new AtomicMoveNotSupportedException("x", "y", "?"), Kind.CONFIGURATION),
        Arguments.of(new DeadlineExceeded(), Kind.TIMEOUT),
        Arguments.of(new NoSuchFileException("x"), Kind.UNAVAILABLE),
        Arguments.of(new IOException("Input/output error"), Kind.UNAVAILABLE),
        Arguments.of(new IOException(), Kind.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void translate_failure_hasKindPlaceAndCause(Exception failure, Kind kind) {
    StorageException translated =
        errors.translate(failure, StorageOperation.UPLOAD, StorageKey.of("k"), Outcome.NOT_APPLIED);
    assertThat(translated.kind()).isEqualTo(kind);
    assertThat(translated).hasMessageContaining("local:/root").hasCause(failure);
  }

  @Test
  void F28_interrupt_isCancelledAndFlagIsSetAgain() {
    StorageException translated =
        errors.translate(
            new ClosedByInterruptException(), StorageOperation.UPLOAD, null, Outcome.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(translated.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(translated.outcome()).isEqualTo(Outcome.UNKNOWN);
  }
}
