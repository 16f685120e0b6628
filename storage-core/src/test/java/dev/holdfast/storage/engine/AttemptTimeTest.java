// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an attempt may take, and bodies that move too slowly. */
class AttemptTimeTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = Bytes.of(320_000);
  private static final Duration CONTROL = Duration.ofSeconds(3);
  private static final Timeouts TIMEOUTS =
      Timeouts.builder()
          .control(CONTROL)
          .idle(Duration.ofSeconds(4))
          .leastBytesPerSecond(10_000)
          .throughputWindow(Duration.ofSeconds(5))
          .build();

  private final RetryFixture fixture = new RetryFixture();
  private final List<Duration> given = new ArrayList<>();
  private final FileStorage storage = storage(TIMEOUTS, RetryPolicy.never());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void F2_requestsWithoutABody_haveTheControlTimeOrLess() throws IOException {
    storage.upload(KEY, Content.ofBytes(BYTES));
    given.clear();
    assertThat(storage.stat(KEY)).isPresent();
    assertThat(storage.list(ListRequest.builder().build()).hasNext()).isTrue();
    storage.copy(KEY, StorageKey.of("copy"));
    storage.delete(StorageKey.of("copy"));
    storage.download(KEY).close();
    assertThat(given).hasSize(5).containsOnly(CONTROL);
    given.clear();
    Duration second = Duration.ofSeconds(1);
    storage.download(KEY, DownloadOptions.builder().timeout(second).build()).close();
    assertThat(given).containsExactly(second);
  }

  @Test
  void F2_upload_hasTheTimeThatItsBytesNeed() {
    storage.upload(KEY, Content.ofBytes(BYTES));
    assertThat(given).containsExactly(Duration.ofSeconds(3 + 4 + 32));
  }

  @Test
  void F2_session_hasNewTimeForEachPiece() throws IOException {
    try (UploadSession session = storage.beginUpload(KEY)) {
      fixture.time.advance(Duration.ofMinutes(5));
      session.stream().write(BYTES);
      fixture.time.advance(Duration.ofMinutes(5));
      session.stream().write(BYTES);
      fixture.time.advance(Duration.ofMinutes(5));
      session.commit();
    }
    assertThat(given)
        .containsExactly(
            CONTROL,
            Duration.ofSeconds(3 + 4 + 32),
            Duration.ofSeconds(3 + 4 + 64),
            Duration.ofSeconds(3 + 4 + 64));
  }

  @Test
  void F15_bodyThatDrips_isATimeoutAndItsConnectionIsClosed() {
    storage.upload(KEY, Content.ofBytes(BYTES));
    boolean[] closed = new boolean[1];
    fixture.memory.download =
        real -> body(real, Bytes.closing(slow(Duration.ofSeconds(1), 1), () -> closed[0] = true));
    long began = fixture.time.nanos();
    StorageException failure;
    try (Download download = storage.download(KEY)) {
      failure = failure(() -> download.readAllBytes(BYTES.length));
      assertThat(closed).containsExactly(true);
    }
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("the body moved 5 bytes in 5.0 s, the least is 10000 bytes/s");
    assertThat(Duration.ofNanos(fixture.time.nanos() - began)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void F15_bodyThatDripsWithoutRetries_isClosedAtOnceHoweverThatEnds() {
    FileStorage plain = fixture.pipeline(fixture.memory).timeouts(TIMEOUTS).build();
    plain.upload(KEY, Content.ofBytes(BYTES));
    boolean[] closed = new boolean[1];
    fixture.memory.download =
        real ->
            body(
                real,
                Bytes.closing(
                    slow(Duration.ofSeconds(1), 1),
                    () -> {
                      closed[0] = true;
                      throw new IOException("close");
                    }));
    try (Download download = plain.download(KEY)) {
      StorageException failure = failure(() -> download.readAllBytes(BYTES.length));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(closed).containsExactly(true);
    }
  }

  @Test
  void F15_bodyThatIsFastEnoughOrWaitsForItsReader_isReadToItsEnd() throws IOException {
    storage.upload(KEY, Content.ofBytes(BYTES));
    fixture.memory.download = real -> body(real, slow(Duration.ofMillis(100), 1000));
    assertThat(storage.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
    fixture.memory.download = real -> body(real, slow(Duration.ZERO, 1000));
    try (Download download = storage.download(KEY)) {
      InputStream stream = download.stream();
      byte[] piece = new byte[1000];
      for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
        fixture.time.advance(Duration.ofMinutes(1));
      }
    }
    fixture.memory.download = real -> body(real, slow(Duration.ofMinutes(1), BYTES.length));
    assertThat(storage.download(KEY).readAllBytes(BYTES.length))
        .as("a body that is complete is taken, however slow")
        .isEqualTo(BYTES);
  }

  @Test
  void F15_withoutALeastThroughput_nothingIsTooSlow() {
    FileStorage patient =
        storage(Timeouts.builder().leastBytesPerSecond(0).build(), RetryPolicy.never());
    patient.upload(KEY, Content.ofBytes(BYTES));
    fixture.memory.download = real -> body(real, slow(Duration.ofMinutes(1), 100_000));
    assertThat(patient.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
    fixture.memory.put =
        (key, content, options, call) -> {
          drain(content, Duration.ofMinutes(1), 100_000);
          return fixture.memory.memory.put(key, Content.ofBytes(BYTES), options, call);
        };
    patient.upload(KEY, Content.ofStream(new ByteArrayInputStream(BYTES)));
  }

  @Test
  void F15_dripThatIsResumed_endsAfterTheAttemptsOfThePolicy() {
    FileStorage retrying = storage(TIMEOUTS, RetryPolicy.builder().attempts(3).build());
    retrying.upload(KEY, Content.ofBytes(BYTES));
    int[] opens = new int[1];
    fixture.memory.download =
        real -> {
          opens[0]++;
          int offset = (int) real.range().offset();
          return body(real, slow(Duration.ofSeconds(1), 1, offset));
        };
    try (Download download = retrying.download(KEY)) {
      assertThat(failure(() -> download.readAllBytes(BYTES.length)).kind()).isEqualTo(Kind.TIMEOUT);
    }
    assertThat(opens).containsExactly(3);
    int[] bad = new int[1];
    fixture.memory.download =
        real -> {
          int offset = (int) real.range().offset();
          Duration each = ++bad[0] == 1 ? Duration.ofSeconds(1) : Duration.ZERO;
          return body(real, slow(each, 100, offset));
        };
    assertThat(retrying.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
  }

  @Test
  void F15_uploadOfUnknownLengthThatIsSentTooSlowly_isATimeoutNotApplied() {
    fixture.memory.put =
        (key, content, options, call) -> {
          drain(content, Duration.ofSeconds(1), 100);
          return fixture.memory.memory.put(key, Content.ofBytes(BYTES), options, call);
        };
    StorageException failure =
        failure(() -> storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(BYTES))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(failure.operation()).isEqualTo(StorageOperation.UPLOAD);
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void F15_F48_uploadOfUnknownLength_isBoundedBySendingNotByItsSource() {
    List<Duration> left = new ArrayList<>();
    fixture.memory.put =
        (key, content, options, call) -> {
          left.add(call.remaining());
          try (InputStream stream = content.open()) {
            byte[] piece = new byte[10_000];
            for (int read = stream.readNBytes(piece, 0, piece.length);
                read > 0;
                read = stream.readNBytes(piece, 0, piece.length)) {
              left.add(call.remaining());
              fixture.time.advance(Duration.ofMillis(500));
            }
          }
          return fixture.memory.memory.put(key, Content.ofBytes(BYTES), options, call);
        };
    InputStream source =
        Bytes.pieces(
            new ByteArrayInputStream(BYTES),
            BYTES.length,
            () -> fixture.time.advance(Duration.ofMinutes(1)));
    storage.upload(KEY, Content.ofStream(source));
    assertThat(left.get(0)).isEqualTo(Duration.ofSeconds(7));
    assertThat(left.get(1)).isEqualTo(Duration.ofSeconds(8));
    assertThat(left.get(2)).isEqualTo(Duration.ofMillis(8500));
    assertThat(left.get(11)).isEqualTo(Duration.ofSeconds(13));
  }

  private void drain(Content content, Duration each, int bytes) throws IOException {
    try (InputStream stream = content.open()) {
      byte[] piece = new byte[bytes];
      while (stream.read(piece) >= 0) {
        fixture.time.advance(each);
      }
    }
  }

  /** The bytes in pieces, each of which takes its time. */
  private InputStream slow(Duration each, int piece) {
    return slow(each, piece, 0);
  }

  private InputStream slow(Duration each, int piece, int offset) {
    return Bytes.pieces(
        new ByteArrayInputStream(BYTES, offset, BYTES.length - offset),
        piece,
        () -> fixture.time.advance(each));
  }

  private static DriverDownload body(DriverDownload real, InputStream body) {
    return new DriverDownload(real.info(), real.range(), body);
  }

  private FileStorage storage(Timeouts timeouts, RetryPolicy policy) {
    return fixture
        .pipeline(new Watch())
        .retry(policy, RetryBudget.of(1.0, 10, fixture.time))
        .timeouts(timeouts)
        .build();
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }

  /** Writes down how much time each request is given. */
  private final class Watch extends ForwardingProbe {

    Watch() {
      super(fixture.memory);
    }

    @Override
    public ObjectInfo put(
        StorageKey key, Content content, UploadOptions options, CallContext call) {
      given.add(call.remaining());
      return super.put(key, content, options, call);
    }

    @Override
    public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
      given.add(call.remaining());
      DriverUpload session = super.begin(key, options, call);
      return new DriverUpload() {
        @Override
        public void write(byte[] bytes, int offset, int length) {
          given.add(call.remaining());
          session.write(bytes, offset, length);
        }

        @Override
        public ObjectInfo commit() {
          given.add(call.remaining());
          return session.commit();
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }

    @Override
    public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
      given.add(call.remaining());
      return super.get(key, options, call);
    }

    @Override
    public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
      given.add(call.remaining());
      return super.stat(key, call);
    }

    @Override
    public void delete(StorageKey key, WriteCondition condition, CallContext call) {
      given.add(call.remaining());
      super.delete(key, condition, call);
    }

    @Override
    public ObjectInfo copy(
        StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
      given.add(call.remaining());
      return super.copy(source, target, options, call);
    }

    @Override
    public ListPage list(ListQuery query, CallContext call) {
      given.add(call.remaining());
      return super.list(query, call);
    }
  }
}
