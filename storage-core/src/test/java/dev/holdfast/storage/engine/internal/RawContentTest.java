// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Content that nobody guards: what it throws becomes a failure, and nothing is sent. */
class RawContentTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = new byte[200_000];

  private final MemoryDriver memory = MemoryDriver.create();
  private final CrashFileSystem disk = CrashFileSystem.builder().build();

  @Test
  void F47_contentThatFails_isContentFailedOrCancelled() {
    List<StorageDriver> layers = List.of(spool(false), new ChecksumLayer(memory, "tier"));
    for (boolean opening : new boolean[] {true, false}) {
      for (StorageDriver layer : layers) {
        boolean replayable = layer instanceof ChecksumLayer;
        for (IOException thrown :
            List.of(new IOException("source"), new SocketTimeoutException("source"))) {
          StorageException failure =
              failure(() -> put(layer, failing(thrown, opening, replayable)));
          assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
          assertThat(failure).hasCause(thrown).hasMessageContaining("at tier");
        }
        InterruptedIOException interrupt = new InterruptedIOException("source");
        StorageException failure =
            failure(() -> put(layer, failing(interrupt, opening, replayable)));
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    assertThat(memory.stat(KEY, CallContext.unbounded())).isEmpty();
  }

  @Test
  void F47_sourceThatFailsToClose_changesNothing() {
    int[] closes = new int[1];
    InputStream stream =
        new ByteArrayInputStream(BYTES) {
          @Override
          public void close() throws IOException {
            closes[0]++;
            throw new IOException("close");
          }
        };
    assertThat(put(spool(false), Content.ofStream(stream)).sizeBytes()).isEqualTo(BYTES.length);
    assertThat(closes).containsExactly(1);
  }

  @Test
  void F22_keptBytesThatCannotBeReadBack_areTheLibrarysFailureNotTheBackends() throws IOException {
    SpoolLayer layer = spool(true);
    disk.failures().failFrom(1, IoCall.ofKind(CallKind.READ), Fault.EIO);
    StorageException failure =
        failure(() -> put(layer, Content.ofStream(new ByteArrayInputStream(BYTES))));
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure).hasMessageContaining("could not be read back");
    assertThat(failure.kind().countsForHealth()).isFalse();
    disk.failures().clear();
    disk.failures().failNth(1, IoCall.ofKind(CallKind.CLOSE), Fault.EIO);
    put(layer, Content.ofStream(new ByteArrayInputStream(BYTES)));
    assertThat(memory.stat(KEY, CallContext.unbounded()).orElseThrow().sizeBytes())
        .isEqualTo(BYTES.length);
    try (Stream<Path> left = Files.list(disk.root().resolve("spool"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void F23_fileThatIsCutShortByAnother_isNoticed() throws IOException {
    Path place = Files.createDirectory(disk.root().resolve("cut"));
    disk.failures().failNth(1, IoCall.ofKind(CallKind.DELETE), Fault.EIO);
    try (SpoolFile file = SpoolFile.create(place, new Random(1))) {
      file.append(BYTES, 1000);
      try (Stream<Path> files = Files.list(place)) {
        Files.write(files.findFirst().orElseThrow(), new byte[0]);
      }
      InputStream stream = file.open();
      assertThat(stream.read(new byte[0])).isZero();
      assertThatThrownBy(stream::read).hasMessageContaining("cut short");
    }
  }

  @Test
  void T3_contentThatIsKeptInPart_isReadOnceOnly() {
    SpoolLayer layer =
        new SpoolLayer(
            new ForwardingDriver(memory) {
              @Override
              public ObjectInfo put(
                  StorageKey key, Content content, UploadOptions options, CallContext call) {
                assertThat(content.replayable()).isFalse();
                ObjectInfo info = super.put(key, content, options, call);
                assertThatThrownBy(content::open).isInstanceOf(IllegalStateException.class);
                return info;
              }
            },
            new SpoolLimits(10, 0, null, false),
            new Random(1),
            "tier");
    put(layer, Content.ofStream(new ByteArrayInputStream(BYTES)));
  }

  private SpoolLayer spool(boolean inFile) {
    try {
      Path place = disk.root().resolve("spool");
      if (!Files.exists(place)) {
        Files.createDirectory(place);
      }
      SpoolLimits limits = new SpoolLimits(inFile ? 10 : 1_000_000, 1_000_000, place, false);
      return new SpoolLayer(memory, limits, new Random(1), "tier");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Content failing(IOException thrown, boolean opening, boolean replayable) {
    return new Content() {
      @Override
      public OptionalLong length() {
        return OptionalLong.empty();
      }

      @Override
      public boolean replayable() {
        return replayable;
      }

      @Override
      public InputStream open() throws IOException {
        if (opening) {
          throw thrown;
        }
        return new Failing(thrown);
      }
    };
  }

  private static ObjectInfo put(StorageDriver layer, Content content) {
    return layer.put(KEY, content, UploadOptions.defaults(), CallContext.unbounded());
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }

  /** A stream of which no read succeeds. */
  private static final class Failing extends BlockStream {

    private final IOException thrown;

    Failing(IOException thrown) {
      this.thrown = thrown;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw thrown;
    }
  }
}
