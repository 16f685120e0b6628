// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What opens a breaker, what does not, and what is refused. */
class BreakLayerTest {

  private static final Duration CONTROL = Duration.ofSeconds(10);
  private static final Duration OPEN = Duration.ofMillis(5_001);
  private static final CallContext CALL = CallContext.unbounded();
  private static final int MANY = 100;

  private final Heard heard = new Heard();
  private final StillTicker ticker = new StillTicker();
  private final FaultInjectingDriver faults = FaultInjectingDriver.over(MemoryDriver.create());
  private final HookedDriver driver = new HookedDriver(faults);
  private final BreakLayer layer =
      new BreakLayer(
          driver,
          BreakerSettings.standard(),
          bytes -> CONTROL.plusSeconds(bytes),
          ticker,
          heard.measures());

  BreakLayerTest() throws IOException {
    Requests.PUT.send(driver);
    driver.calls.set(0);
  }

  @ParameterizedTest
  @EnumSource
  void F1_backendThatRefusesConnections_isLeftAlone(Requests request) {
    driver.before = HookedDriver.fails(failure(Kind.UNAVAILABLE));
    for (int call = 0; call < MANY; call++) {
      assertThatStorageFailure(() -> request.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    assertThat(driver.calls).as("requests until the breaker is open").hasValue(5);
    assertThat(layer.calm()).isFalse();
    ticker.advance(Duration.ofMillis(1_234));
    Attempt attempt = Attempt.of(CALL, null);
    assertThatStorageFailure(() -> request.send(layer, attempt))
        .isNotApplied(Kind.UNAVAILABLE)
        .hasMessageContaining(" at x failed: the breaker for ")
        .hasMessageContaining("s opened 1234 ms ago and is open;")
        .matches(refused -> refused.attempts() == 0 && refused.settled());
    assertThat(attempt.refused()).isTrue();
    assertThat(driver.calls).hasValue(5);
    assertThat(heard.lines)
        .hasSize(MANY - 5 + 1)
        .allMatch(line -> line.endsWith("BREAKER_REFUSED"));
  }

  @Test
  void F38_putsFail_readsAndListingsGoOn() throws IOException {
    driver.before = HookedDriver.fails(failure(Kind.UNAVAILABLE));
    for (int call = 0; call < MANY; call++) {
      Requests write = List.of(Requests.PUT, Requests.DELETE, Requests.COPY).get(call % 3);
      assertThatStorageFailure(() -> write.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    driver.before = call -> {};
    Requests.STAT.send(layer);
    Requests.GET.send(layer);
    Requests.LIST.send(layer);
    assertThatStorageFailure(() -> Requests.SESSION.send(layer))
        .hasMessageContaining("the breaker for writes");
  }

  @Test
  void openBreaker_afterItsTime_letsProbesThroughAndCloses() throws IOException {
    open();
    ticker.advance(OPEN);
    InputStream probe = get();
    assertThat(layer.calm()).isFalse();
    probe.close();
    Requests.STAT.send(layer);
    Requests.STAT.send(layer);
    assertThat(layer.calm()).isTrue();
  }

  @Test
  void halfOpenBreaker_moreThanItsProbes_areRefused() throws IOException {
    open();
    ticker.advance(Duration.ofSeconds(6));
    AtomicInteger probes = new AtomicInteger();
    driver.before =
        call -> {
          if (probes.incrementAndGet() < 3) {
            Requests.STAT.quietly(layer);
          } else {
            assertThatStorageFailure(() -> Requests.STAT.send(layer))
                .isNotApplied(Kind.UNAVAILABLE)
                .hasMessageContaining("opened 6000 ms ago and waits for its probes");
          }
        };
    Requests.STAT.send(layer);
    assertThat(probes).hasValue(3);
    assertThat(layer.calm()).isTrue();
  }

  @Test
  void F5_halfOfTheCallsThrottled_neverOpens() throws IOException {
    for (int call = 0; call < 1_000; call++) {
      int turn = call;
      driver.before =
          any -> {
            if (turn % 2 == 0) {
              throw failure(Kind.THROTTLED);
            }
          };
      Requests.PUT.quietly(layer);
      ticker.advance(Duration.ofMillis(10));
      assertThat(layer.calm()).as("after %d calls", call).isTrue();
    }
    driver.before = call -> {};
    Requests.PUT.send(layer);
  }

  @Test
  void F5_allCallsThrottled_opens() {
    driver.before = HookedDriver.fails(failure(Kind.THROTTLED));
    for (int call = 0; call < MANY; call++) {
      assertThatThrownBy(() -> Requests.PUT.send(layer)).isInstanceOf(StorageException.class);
    }
    assertThat(layer.calm()).isFalse();
    assertThat(driver.calls).as("twice as many as with failures").hasValue(10);
  }

  @Test
  void F6_onePercentFailures_neverOpen() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int call = 0; call < 10_000; call++) {
      if (call > 100 && random.nextInt(100) == 0) {
        driver.before = HookedDriver.fails(failure(Kind.UNAVAILABLE));
      }
      Requests.STAT.quietly(layer);
      driver.before = any -> {};
      ticker.advance(Duration.ofMillis(10));
      assertThat(layer.calm()).as("seed %d, call %d", seed, call).isTrue();
    }
    assertThat(driver.calls).hasValue(10_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCESS_DENIED", "CONFIGURATION"})
  void F7_noBreakerOpensForDeniedCalls(Kind kind) {
    assertStaysClosed(kind);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_FOUND",
        "PRECONDITION_FAILED",
        "RANGE_NOT_SATISFIABLE",
        "KEY_CONFLICT",
        "ACCESS_DENIED"
      })
  void F10_answersOfABackendThatWorks_closeTheBreakerAgain(Kind kind) {
    assertStaysClosed(kind);
    open();
    ticker.advance(OPEN);
    driver.before = HookedDriver.fails(failure(kind));
    for (int probe = 0; probe < 3; probe++) {
      assertThatStorageFailure(() -> Requests.GET.send(layer)).hasKind(kind);
    }
    assertThat(layer.calm()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CANCELLED",
        "CONTENT_FAILED",
        "OVERLOADED",
        "INTEGRITY",
        "INVALID_ARGUMENT",
        "UNSUPPORTED"
      })
  void callersOwnFailures_sayNothing(Kind kind) {
    assertStaysClosed(kind);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "STORAGE_FULL", "READ_ONLY", "TIMEOUT"})
  void failuresOfTheBackend_open(Kind kind) {
    driver.before = HookedDriver.fails(failure(kind));
    for (int call = 0; call < 5; call++) {
      assertThatStorageFailure(() -> Requests.PUT.send(layer)).hasKind(kind);
    }
    assertThat(layer.calm()).isFalse();
  }

  @Test
  void timeout_ofAnAttemptWithLittleTime_saysNothing() {
    driver.before = HookedDriver.fails(failure(Kind.TIMEOUT));
    for (int call = 0; call < MANY; call++) {
      assertThatStorageFailure(() -> Requests.STAT.send(layer, left(CONTROL.minusNanos(1))))
          .hasKind(Kind.TIMEOUT);
      assertThatStorageFailure(
              () -> Requests.PUT.send(layer, left(CONTROL.plusSeconds(Requests.BYTES - 1))))
          .hasKind(Kind.TIMEOUT);
    }
    assertThat(layer.calm()).isTrue();
    for (int call = 0; call < 5; call++) {
      assertThatStorageFailure(() -> Requests.STAT.send(layer, left(CONTROL)))
          .hasKind(Kind.TIMEOUT);
    }
    assertThatStorageFailure(() -> Requests.STAT.send(layer)).hasKind(Kind.UNAVAILABLE);
    for (int call = 0; call < 5; call++) {
      assertThatStorageFailure(
              () -> Requests.PUT.send(layer, left(CONTROL.plusSeconds(Requests.BYTES))))
          .hasKind(Kind.TIMEOUT);
    }
    assertThatStorageFailure(() -> Requests.PUT.send(layer)).hasKind(Kind.UNAVAILABLE);
  }

  @Test
  void bodies_thatBreakWhileRead_open() {
    faults.inject(DriverFault.inBody(10).always());
    for (int call = 0; call < 10 && layer.calm(); call++) {
      assertThatThrownBy(() -> Requests.GET.send(layer)).isInstanceOf(IOException.class);
    }
    assertThat(layer.calm()).isFalse();
    assertThatStorageFailure(() -> Requests.STAT.send(layer))
        .hasMessageContaining("the breaker for reads");
  }

  @Test
  void body_thatFailsAtEachRead_isOneFailure() throws IOException {
    faults.inject(DriverFault.inBody(10));
    InputStream body = get();
    for (int read = 0; read < MANY; read++) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> body.skip(100)).isInstanceOf(IOException.class);
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
    body.close();
    assertThat(layer.calm()).isTrue();
  }

  @Test
  void bodies_thatFailBecauseTheyWereClosed_sayNothing() throws IOException {
    faults.inject(DriverFault.inBody(0).always());
    for (int call = 0; call < MANY; call++) {
      InputStream body = get();
      body.close();
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
    assertThat(layer.calm()).isTrue();
  }

  @Test
  void bodies_whoseReaderIsInterrupted_sayNothing() throws IOException {
    faults.inject(DriverFault.inBody(0).always());
    for (int call = 0; call < MANY; call++) {
      try (InputStream body = get()) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    assertThat(layer.calm()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"CANCELLED,true", "CANCELLED,false", "TIMEOUT,true", "TIMEOUT,false"})
  void bodies_thatFailWithAKind_areJudgedByIt(Kind kind, boolean told) {
    driver.download =
        opened ->
            new DriverDownload(
                opened.info(),
                opened.range(),
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    return read(new byte[1], 0, 1);
                  }

                  @Override
                  public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (told) {
                      throw new IOException("told", failure(kind));
                    }
                    throw failure(kind);
                  }
                });
    for (int call = 0; call < MANY && layer.calm(); call++) {
      InputStream body = get();
      assertThatThrownBy(body::read)
          .isInstanceOf(told ? IOException.class : StorageException.class);
    }
    assertThat(layer.calm()).isEqualTo(kind == Kind.CANCELLED);
  }

  @Test
  void session_openBeforeTheBreaker_commitsAndIsJudged() throws IOException {
    DriverUpload early = layer.begin(Requests.KEY, UploadOptions.defaults(), CALL);
    faults.inject(
        DriverFault.before(Kind.UNAVAILABLE, Outcome.UNKNOWN).on(StorageOperation.UPLOAD).always());
    for (int call = 0; call < 10 && layer.calm(); call++) {
      assertThatStorageFailure(() -> Requests.SESSION.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    assertThat(layer.calm()).isFalse();
    faults.heal();
    early.write(new byte[3], 0, 3);
    assertThat(early.commit().sizeBytes()).isEqualTo(3);
    early.close();
  }

  @Test
  void session_whosePiecesFail_isOneFailureEach() throws IOException {
    driver.session = upload -> new FailingUpload(upload, failure(Kind.UNAVAILABLE));
    DriverUpload session = layer.begin(Requests.KEY, UploadOptions.defaults(), CALL);
    for (int piece = 0; piece < MANY; piece++) {
      assertThatStorageFailure(() -> session.write(new byte[1], 0, 1)).hasKind(Kind.UNAVAILABLE);
    }
    session.close();
    assertThat(layer.calm()).isTrue();
    for (int call = 0; call < 10 && layer.calm(); call++) {
      assertThatStorageFailure(() -> Requests.SESSION.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    assertThat(layer.calm()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"5, true", "3, false"})
  void session_timeForSoManyBytes_decidesIfATimeoutSaysAnything(int bytes, boolean calm) {
    driver.session = upload -> new FailingUpload(upload, failure(Kind.TIMEOUT));
    CallContext call = left(CONTROL.plusSeconds(4));
    for (int session = 0; session < MANY && layer.calm(); session++) {
      try (DriverUpload upload = layer.begin(Requests.KEY, UploadOptions.defaults(), call)) {
        assertThatStorageFailure(() -> upload.write(new byte[bytes], 0, bytes))
            .hasKind(Kind.TIMEOUT);
      }
    }
    assertThat(layer.calm()).isEqualTo(calm);
  }

  @Test
  void X14_halfOpenAndCallsThatEndByAnything_losesNoPermit() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Throwable> nothings =
        List.of(
            failure(Kind.CANCELLED),
            failure(Kind.OVERLOADED),
            failure(Kind.CONTENT_FAILED),
            failure(Kind.TIMEOUT),
            new IllegalStateException("bug"),
            new LinkageError("error"));
    open();
    ticker.advance(OPEN);
    for (int call = 0; call < 10_000; call++) {
      driver.before = HookedDriver.fails(nothings.get(random.nextInt(nothings.size())));
      Requests request = random.nextBoolean() ? Requests.STAT : Requests.GET;
      Attempt attempt = Attempt.of(left(Duration.ofSeconds(1)), null);
      request.quietly(layer, attempt);
      assertThat(attempt.refused()).as("seed %d, call %d", seed, call).isFalse();
      ticker.advance(Duration.ofMillis(random.nextInt(100)));
    }
    assertThat(layer.calm()).isFalse();
    driver.before = call -> {};
    for (int probe = 0; probe < 3; probe++) {
      Requests.STAT.send(layer);
    }
    assertThat(layer.calm()).isTrue();
  }

  @Test
  void X14_halfOpenAndBodiesOrPiecesThatFailWithoutVerdict_losesNoPermit() throws IOException {
    List<DriverUpload> early = new ArrayList<>();
    for (int session = 0; session < 3; session++) {
      early.add(layer.begin(Requests.KEY, UploadOptions.defaults(), CALL));
    }
    driver.session = upload -> new FailingUpload(upload, failure(Kind.CANCELLED));
    driver.before = HookedDriver.fails(failure(Kind.UNAVAILABLE));
    for (int call = 0; call < 5; call++) {
      assertThatStorageFailure(() -> Requests.PUT.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    driver.before = call -> {};
    ticker.advance(OPEN);
    for (int call = 0; call < MANY; call++) {
      DriverUpload failing = layer.begin(Requests.KEY, UploadOptions.defaults(), CALL);
      assertThatStorageFailure(() -> failing.write(new byte[1], 0, 1)).hasKind(Kind.CANCELLED);
      failing.close();
    }
    assertThat(layer.calm()).isFalse();
    for (DriverUpload session : early) {
      session.commit();
      session.close();
    }
    assertThat(layer.calm()).isTrue();
  }

  /** Opens the breaker for reads when what was before is forgotten. */
  private void open() {
    ticker.advance(Duration.ofMinutes(1));
    driver.before = HookedDriver.fails(failure(Kind.UNAVAILABLE));
    for (int call = 0; call < MANY && layer.calm(); call++) {
      assertThatStorageFailure(() -> Requests.STAT.send(layer)).hasKind(Kind.UNAVAILABLE);
    }
    driver.before = call -> {};
    assertThat(layer.calm()).isFalse();
  }

  private void assertStaysClosed(Kind kind) {
    driver.before = HookedDriver.fails(failure(kind));
    for (int call = 0; call < MANY; call++) {
      for (Requests each : Requests.values()) {
        assertThatStorageFailure(() -> each.send(layer)).hasKind(kind);
      }
    }
    assertThat(layer.calm()).isTrue();
    assertThat(driver.calls).hasValue(MANY * Requests.values().length);
  }

  private InputStream get() {
    return layer.get(Requests.KEY, DownloadOptions.defaults(), CALL).body();
  }

  private static CallContext left(Duration time) {
    return () -> time;
  }

  private static StorageException failure(Kind kind) {
    return StorageException.builder(kind).build();
  }
}
