// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** The table of failures, which no real disk shows on demand. */
final class CallTest {

  private static final StorageKey KEY = StorageKey.of("a");
  private static final Call CALL =
      new Call("here", StorageOperation.UPLOAD, KEY, CallContext.unbounded());

  @Test
  void failed_eachError_hasItsKind() {
    assertThat(kind(new IOException("No space left on device"))).isEqualTo(Kind.STORAGE_FULL);
    assertThat(kind(new FileSystemException("a", null, "Disk quota exceeded")))
        .isEqualTo(Kind.STORAGE_FULL);
    assertThat(kind(new FileSystemException("a", null, "Read-only file system")))
        .isEqualTo(Kind.READ_ONLY);
    assertThat(kind(new AccessDeniedException("a"))).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(kind(new ZipException("invalid"))).isEqualTo(Kind.INTEGRITY);
    assertThat(kind(new ClosedByInterruptException())).isEqualTo(Kind.CANCELLED);
    assertThat(kind(new IOException())).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void failed_outcomeUnknown_saysSo() {
    StorageException failure = CALL.failed(new IOException("Input/output error"), Outcome.UNKNOWN);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.key()).contains(KEY);
    assertThat(failure)
        .hasMessageContaining("upload of 'a' at here")
        .hasMessageContaining("UNKNOWN");
  }

  private static Kind kind(IOException cause) {
    return CALL.failed(cause, Outcome.NOT_APPLIED).kind();
  }
}
