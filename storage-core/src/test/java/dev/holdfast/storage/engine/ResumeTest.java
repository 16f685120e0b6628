// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.storage.engine.RetryFixture.notApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.storage.DriverFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that break off are continued at their next byte, of the same version. */
class ResumeTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final byte[] BYTES = Bytes.of(100_000);

  private final RetryFixture fixture = new RetryFixture();
  private final FileStorage storage = fixture.storage;
  private final AtomicInteger closed = new AtomicInteger();

  @BeforeEach
  void upload() {
    storage.upload(KEY, Content.ofBytes(BYTES));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50_000, 99_999})
  void T6_F12_brokenBody_isContinuedAtItsNextByte(int point) {
    fixture.faults.inject(DriverFault.inBody(point));
    try (Download download = storage.download(KEY)) {
      assertThat(download.verified()).isTrue();
      assertThat(download.readAllBytes(BYTES.length)).isEqualTo(BYTES);
    }
    assertThat(opened()).isEqualTo(2);
    assertThat(fixture.recorder.measures).containsExactly("download RESUME");
    assertThat(fixture.recorder.lines).contains("tier download moved 100000", "tier download");
  }

  @Test
  void T6_rangeThatBreaksOften_isContinuedAsLongAsItAdvances() {
    fixture.faults.inject(DriverFault.inBody(1000).times(40));
    DownloadOptions range =
        DownloadOptions.builder().range(ByteSelection.slice(500, 45_000)).build();
    try (Download download = storage.download(KEY, range)) {
      assertThat(download.range()).isEqualTo(new ByteSelection.Slice(500, 45_000));
      assertThat(download.readAllBytes(BYTES.length))
          .isEqualTo(Arrays.copyOfRange(BYTES, 500, 45_500));
    }
    assertThat(opened()).isEqualTo(41);
  }

  @Test
  void T6_bodyThatDoesNotAdvance_failsAfterTheAttemptsOfThePolicy() {
    fixture.faults.inject(DriverFault.inBody(10));
    fixture.faults.inject(DriverFault.inBody(0).always());
    StorageException failure = readFails();
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(opened()).isEqualTo(4);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.getSuppressed()).isNotEmpty();
  }

  @Test
  void T6_reopeningFails_isTriedAgainAndPausesAreHonoured() {
    fixture.faults.inject(DriverFault.inBody(10));
    fixture.faults.inject(
        notApplied().retryAfter(Duration.ofSeconds(5)).on(StorageOperation.DOWNLOAD));
    assertThat(storage.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
    assertThat(fixture.time.pauses).hasSize(2);
    assertThat(fixture.time.pauses.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void T6_reopeningIsForbidden_failsAtOnce() {
    fixture.faults.inject(DriverFault.inBody(10));
    fixture.faults.inject(
        DriverFault.before(Kind.ACCESS_DENIED, Outcome.NOT_APPLIED).on(StorageOperation.DOWNLOAD));
    assertThat(readFails().kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(opened()).isEqualTo(2);
  }

  @Test
  void F12_bodyThatEndsEarly_isContinuedAndFailsAsIntegrityIfItNeverEnds() {
    int[] opens = new int[1];
    fixture.memory.download =
        real -> {
          opens[0]++;
          return opens[0] == 1 ? body(real, cut(real, 70_000)) : real;
        };
    assertThat(storage.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
    fixture.memory.download = real -> body(real, InputStream.nullInputStream());
    StorageException failure = readFails();
    assertThat(failure.kind()).isEqualTo(Kind.INTEGRITY);
    assertThat(failure).hasMessageContaining("ended after 0 of 100000 bytes");
  }

  @Test
  void T6_objectReplacedWhileItIsRead_failsAndNeverMixesVersions() {
    fixture.faults.inject(DriverFault.inBody(10));
    Download download = storage.download(KEY);
    storage.upload(KEY, Content.ofBytes(Bytes.of(100_001)));
    StorageException failure = failure(() -> download.readAllBytes(BYTES.length));
    assertThat(failure.kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(failure).hasMessageContaining("was replaced while it was read, after 10 of");
    download.close();
    fixture.faults.inject(DriverFault.inBody(10));
    Download other = storage.download(KEY);
    storage.delete(KEY);
    assertThat(failure(() -> other.readAllBytes(200_000)))
        .hasMessageContaining("was deleted while it was read");
  }

  @Test
  void T6_backendThatIgnoresTheCondition_isFoundOut() {
    byte[] others = Bytes.of(100_001);
    for (boolean size : new boolean[] {true, false}) {
      int[] opens = new int[1];
      fixture.memory.download =
          real -> {
            opens[0]++;
            if (opens[0] == 1) {
              return body(real, Bytes.interrupted(BYTES, 10, broken()));
            }
            var info =
                ObjectInfo.builder(KEY, size ? 99_999 : BYTES.length)
                    .etag(size ? real.info().etag() : "another")
                    .modified(real.info().modified())
                    .build();
            return new DriverDownload(
                info, real.range(), counted(new ByteArrayInputStream(others)));
          };
      closed.set(0);
      StorageException failure = readFails();
      assertThat(failure.kind()).isEqualTo(Kind.PRECONDITION_FAILED);
      assertThat(closed.get()).isPositive();
    }
  }

  @Test
  void T6_backendThatIgnoresTheRange_isFoundOut() {
    fixture.memory.download =
        real ->
            new DriverDownload(
                real.info(),
                new ByteSelection.Slice(0, BYTES.length),
                Bytes.interrupted(BYTES, 10, broken()));
    StorageException failure = readFails();
    assertThat(failure.kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(failure).hasMessageContaining("other bytes of it");
  }

  @Test
  void F16_closing_closesTheBodyThatIsOpenNow() {
    fixture.memory.download = real -> body(real, counted(Bytes.interrupted(BYTES, 10, broken())));
    fixture.faults.heal();
    Download download = storage.download(KEY);
    assertThatThrownBy(() -> download.readAllBytes(BYTES.length));
    int after = closed.get();
    assertThat(after).isPositive();
    fixture.memory.download = real -> body(real, counted(real.body()));
    Download whole = storage.download(KEY);
    whole.close();
    assertThat(closed.get()).isEqualTo(after + 1);
    assertThat(failure(() -> whole.readAllBytes(BYTES.length)).kind()).isEqualTo(Kind.CANCELLED);
  }

  @Test
  void F28_interruptedRead_isNotContinued() {
    List<Supplier<IOException>> failures =
        List.of(() -> new InterruptedIOException("interrupted"), ClosedByInterruptException::new);
    for (Supplier<IOException> thrown : failures) {
      fixture.memory.download =
          real -> body(real, Bytes.interrupted(BYTES, 10, Bytes.fails(thrown)));
      long before = opened();
      assertThat(readFails()).hasCauseInstanceOf(thrown.get().getClass());
      assertThat(opened() - before).isEqualTo(1);
    }
    fixture.memory.download =
        real ->
            body(
                real,
                Bytes.interrupted(
                    BYTES,
                    10,
                    Bytes.fails(
                        () -> {
                          Thread.currentThread().interrupt();
                          return new IOException("a read of an interrupted thread");
                        })));
    long before = opened();
    assertThat(readFails().kind()).isEqualTo(Kind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(opened() - before).isEqualTo(1);
  }

  @Test
  void F28_interruptedPause_isCancelled() {
    fixture.faults.inject(DriverFault.inBody(10));
    Download download = storage.download(KEY);
    fixture.time.waiting = () -> Thread.currentThread().interrupt();
    assertThat(failure(() -> download.readAllBytes(BYTES.length)).kind()).isEqualTo(Kind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void T6_socketTimeout_isContinued() {
    int[] opens = new int[1];
    fixture.memory.download =
        real -> {
          opens[0]++;
          return opens[0] > 1
              ? real
              : body(
                  real,
                  Bytes.interrupted(
                      BYTES, 10, Bytes.fails(() -> new SocketTimeoutException("slow"))));
        };
    assertThat(storage.download(KEY).readAllBytes(BYTES.length)).isEqualTo(BYTES);
  }

  @Test
  void T6_lastingFailureInTheBody_isToldAsItIs() {
    StorageException damaged =
        StorageException.builder(Kind.INTEGRITY).operation(StorageOperation.DOWNLOAD).build();
    fixture.memory.download =
        real ->
            body(
                real,
                Bytes.interrupted(
                    BYTES, 10, Bytes.fails(() -> new IOException("damaged", damaged))));
    assertThat(readFails()).isSameAs(damaged);
    assertThat(opened()).isEqualTo(1);
  }

  @Test
  void T6_timeoutOfOpening_doesNotBoundWhatIsContinuedLater() {
    fixture.faults.inject(DriverFault.inBody(10));
    DownloadOptions second = DownloadOptions.builder().timeout(Duration.ofSeconds(1)).build();
    Download download = storage.download(KEY, second);
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(download.readAllBytes(BYTES.length)).isEqualTo(BYTES);
  }

  @Test
  void T6_timeoutOfDownloadTo_boundsItAll(@TempDir Path directory) throws IOException {
    Path target = directory.resolve("file");
    fixture.faults.inject(DriverFault.inBody(10).times(3));
    storage.downloadTo(KEY, target);
    assertThat(Files.readAllBytes(target)).isEqualTo(BYTES);
    fixture.faults.inject(DriverFault.inBody(10));
    fixture.faults.inject(
        notApplied().retryAfter(Duration.ofSeconds(2)).on(StorageOperation.DOWNLOAD).always());
    DownloadOptions second = DownloadOptions.builder().timeout(Duration.ofSeconds(1)).build();
    StorageException failure = failure(() -> storage.downloadTo(KEY, target, second));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(fixture.time.pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
  }

  @Test
  void T6_skippedBytes_areContinuedToo() throws IOException {
    int[] opens = new int[1];
    fixture.memory.download =
        real -> {
          opens[0]++;
          return opens[0] == 1 ? body(real, skipping()) : real;
        };
    DownloadOptions rest = DownloadOptions.builder().range(ByteSelection.from(1)).build();
    try (Download download = storage.download(KEY, rest)) {
      InputStream stream = download.stream();
      assertThat(stream.skip(1000)).isEqualTo(1000);
      assertThat(stream.available()).isEqualTo(98_999);
      assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 1001, BYTES.length));
    }
    assertThat(opens[0]).isEqualTo(2);
  }

  @Test
  void budgetUsedUp_endsTheBody() {
    FileStorage poor =
        fixture.storage(fixture.faults, RetryPolicy.standard(), RetryBudget.of(0, 0, fixture.time));
    fixture.faults.inject(DriverFault.inBody(10));
    assertThat(failure(() -> poor.download(KEY).readAllBytes(BYTES.length)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(fixture.recorder.measures).containsExactly("download RETRY_REFUSED");
  }

  private InputStream skipping() {
    return Bytes.interrupted(BYTES, 0, broken());
  }

  private StorageException readFails() {
    try (Download download = storage.download(KEY)) {
      return failure(() -> download.readAllBytes(BYTES.length));
    }
  }

  private long opened() {
    return fixture.faults.calls(StorageOperation.DOWNLOAD);
  }

  private InputStream counted(InputStream stream) {
    return Bytes.closing(stream, closed::incrementAndGet);
  }

  private static Bytes.Step broken() {
    return Bytes.fails(() -> new IOException("broken"));
  }

  private static InputStream cut(DriverDownload real, int length) {
    return new ByteArrayInputStream(BYTES, (int) real.range().offset(), length);
  }

  private static DriverDownload body(DriverDownload real, InputStream body) {
    return new DriverDownload(real.info(), real.range(), body);
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
