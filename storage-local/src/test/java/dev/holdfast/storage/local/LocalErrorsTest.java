// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table from what a file system throws to what a caller can act on. */
final class LocalErrorsTest {

  private final LocalErrors errors = new LocalErrors("archive");

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
        Arguments.of(new NotDirectoryException("x"), Kind.CONFIGURATION),
        Arguments.of(new DirectoryNotEmptyException("x"), Kind.CONFIGURATION),
        Arguments.of(new FileSystemException("x", "y", "Is a directory"), Kind.CONFIGURATION),
        Arguments.of(new FileSystemException("x", null, "File name too long"), Kind.CONFIGURATION),
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
    assertThat(translated).hasMessageContaining("at archive failed").hasCause(failure);
  }

  @Test
  void F28_interrupt_isCancelledAndFlagIsSetAgain() {
    StorageException translated =
        errors.translate(
            new ClosedByInterruptException(), StorageOperation.UPLOAD, null, Outcome.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(translated.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(translated.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(translated.settled()).isTrue();
  }

  @Test
  void translate_messageOfAnotherLanguageOnAFullDisk_isFull() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().capacityBytes(100_000).build();
    LocalErrors store = new LocalErrors("local", disk.root());
    IOException german = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
    assertThat(kind(store, german, StorageOperation.UPLOAD)).isEqualTo(Kind.UNAVAILABLE);
    Files.write(disk.root().resolve("f"), new byte[60_000]);
    assertThat(kind(store, german, StorageOperation.UPLOAD)).isEqualTo(Kind.STORAGE_FULL);
    assertThat(kind(store, german, StorageOperation.COPY)).isEqualTo(Kind.STORAGE_FULL);
    assertThat(kind(store, german, StorageOperation.STAT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(errors, german, StorageOperation.UPLOAD)).isEqualTo(Kind.UNAVAILABLE);
    IOException device = new IOException("Input/output error");
    assertThat(kind(store, device, StorageOperation.UPLOAD)).isEqualTo(Kind.UNAVAILABLE);
    Exception closed = new ClosedChannelException();
    assertThat(kind(store, closed, StorageOperation.UPLOAD)).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void translate_messageOfAnotherLanguageOnAReadOnlyDisk_isReadOnly() {
    Path image = Path.of(URI.create("jrt:/"));
    LocalErrors store = new LocalErrors("local", image);
    IOException german = new IOException("Das Dateisystem ist nur lesbar");
    assertThat(kind(store, german, StorageOperation.OPEN)).isEqualTo(Kind.READ_ONLY);
  }

  @Test
  void translate_messageOfAnotherLanguageAndNoAnswerOfTheDisk_isUnavailable() {
    CrashFileSystem disk = CrashFileSystem.builder().capacityBytes(0).build();
    LocalErrors store = new LocalErrors("local", disk.root());
    IOException french = new IOException("Espace insuffisant sur le périphérique");
    disk.failures().failFrom(1, IoCall.ofKind(CallKind.STAT), Fault.EIO);
    assertThat(kind(store, french, StorageOperation.UPLOAD)).isEqualTo(Kind.UNAVAILABLE);
    disk.failures().clear();
    assertThat(kind(store, french, StorageOperation.UPLOAD)).isEqualTo(Kind.STORAGE_FULL);
  }

  @Test
  void F23_uploadToAFullDiskThatSaysSoInAnotherLanguage_isFullAndNotApplied() {
    CrashFileSystem disk = CrashFileSystem.builder().capacityBytes(50_000).build();
    LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.WRITE) {
            throw new IOException("デバイスに空き領域がありません");
          }
        });
    assertThatStorageFailure(
            () ->
                driver.put(
                    StorageKey.of("k"),
                    Content.ofBytes(new byte[60_000]),
                    UploadOptions.defaults(),
                    CallContext.unbounded()))
        .isNotApplied(Kind.STORAGE_FULL)
        .hasMessageContaining("upload of 'k' at local failed");
  }

  @Test
  void opening_interrupted_isCancelledAndFlagIsSetAgain() {
    StorageException translated = errors.opening(new InterruptedException(), Path.of("root"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(translated.kind()).isEqualTo(Kind.CANCELLED);
  }

  private static Kind kind(LocalErrors errors, Exception e, StorageOperation operation) {
    return errors.translate(e, operation, null, Outcome.NOT_APPLIED).kind();
  }
}
