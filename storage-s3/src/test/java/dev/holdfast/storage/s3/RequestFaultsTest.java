// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.net.Fault.Ending;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Fault;
import dev.holdfast.testkit.s3.S3Operation;
import dev.holdfast.testkit.s3.ScriptedS3;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a driver tells of single requests that go wrong. */
final class RequestFaultsTest extends S3Fixture {

  private static final RequestMatcher PUT = RequestMatcher.operation(S3Operation.PUT_OBJECT);
  private static final RequestMatcher HEAD = RequestMatcher.operation(S3Operation.HEAD_OBJECT);

  /** Answers as something that is not S3. */
  private static final S3Fault GATEWAY =
      S3Fault.rawAnswer("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

  private static final RequestMatcher GET = RequestMatcher.operation(S3Operation.GET_OBJECT);

  @Test
  void F1_put_serverRefusesConnections_isNotApplied() {
    server.refuse();
    StorageException failure = failure(() -> put(bytes(10)));
    expect(failure, Kind.UNAVAILABLE, Outcome.NOT_APPLIED, true);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void F2_put_serverNeverAnswers_isUnknownWithinItsTime() {
    server.on(PUT).answer(S3Fault.neverAnswer());
    Duration time = Duration.ofMillis(300);
    StorageException failure =
        failure(() -> driver.put(KEY, Content.ofBytes(bytes(10)), PLAIN, call("1", time)));
    expect(failure, Kind.TIMEOUT, Outcome.UNKNOWN, false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void F2_stat_serverNeverAnswers_timesOut() {
    server.on(HEAD).answer(S3Fault.neverAnswer());
    StorageException failure = failure(() -> driver.stat(KEY, call("1", Duration.ofMillis(200))));
    expect(failure, Kind.TIMEOUT, Outcome.NOT_APPLIED, true);
  }

  @Test
  void F3_put_resetInsideOfTheBody_isNotApplied() {
    use(large());
    server.on(PUT).answer(S3Fault.resetAfter(1000));
    StorageException failure = failure(() -> put(bytes(8 << 20)));
    expect(failure, Kind.UNAVAILABLE, Outcome.NOT_APPLIED, true);
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void F3_put_resetBehindTheBody_isUnknownAndMayStillArrive() {
    server.on(PUT).answer(S3Fault.resetAfter(Long.MAX_VALUE));
    expect(failure(() -> put(bytes(10))), Kind.UNAVAILABLE, Outcome.UNKNOWN, false);
  }

  @Test
  void F4_put_answerLost_isUnknownAndKeepsTheWriteId() {
    server.on(PUT).answer(S3Fault.loseAnswer(Ending.CLOSE));
    StorageException failure =
        failure(() -> driver.put(KEY, Content.ofBytes(bytes(10)), PLAIN, call("id7", PATIENCE)));
    expect(failure, Kind.UNAVAILABLE, Outcome.UNKNOWN, false);
    assertThat(stat().orElseThrow().writeId()).contains("id7");
  }

  @Test
  void F5_put_slowDown_isThrottledWithTheTimeAskedFor() {
    server.on(PUT).answer(S3Fault.slowDown(Duration.ofSeconds(7)));
    StorageException failure = failure(() -> put(bytes(10)));
    expect(failure, Kind.THROTTLED, Outcome.NOT_APPLIED, true);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.requestId()).isPresent();
  }

  @Test
  void F5_retryAfter_ofAnyForm_isReadOrLeftOut() {
    String soon = "Wed, 01 Jan 2020 00:00:00 GMT";
    for (Map.Entry<String, Duration> form :
        Map.of(soon, Duration.ZERO, "0", Duration.ZERO).entrySet()) {
      server.on(HEAD).answer(unavailable(form.getKey()));
      assertThat(failure(this::stat).retryAfter()).contains(form.getValue());
    }
    for (String nonsense : new String[] {"soon", "99999999999", "-1"}) {
      server.on(HEAD).answer(unavailable(nonsense));
      assertThat(failure(this::stat).retryAfter()).as(nonsense).isEmpty();
    }
  }

  @Test
  void date_thatIsNone_isThatOfThisMachine() {
    Map<String, String> headers = Map.of("ETag", "\"x\"", "Date", "yesterday");
    server.on(PUT).answer(S3Fault.answer(200, headers, new byte[0]));
    assertThat(put(bytes(10)).modified()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void F6_put_internalError_isUnknownAndSettled() {
    server.on(PUT).answer(S3Fault.status(500, "InternalError"));
    expect(failure(() -> put(bytes(10))), Kind.UNAVAILABLE, Outcome.UNKNOWN, true);
    server.on(PUT).answer(S3Fault.status(502, "BadGateway"));
    expect(failure(() -> put(bytes(10))), Kind.UNAVAILABLE, Outcome.UNKNOWN, false);
  }

  @Test
  void F7_wrongKeys_areDeniedAndNotRepeated() {
    use(S3Stores.open(S3Stores.settings(server).credentials("other", "c4n4ry")));
    assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.ACCESS_DENIED);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.ACCESS_DENIED);
    assertThatStorageFailure(this::get).isNotApplied(Kind.ACCESS_DENIED);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void F7_bucketMissing_isConfigurationAlsoForStat() {
    use(
        S3Stores.open(
            S3Storage.builder("nowhere")
                .endpoint(server.endpoint())
                .credentials(S3Stores.ACCESS_KEY, S3Stores.SECRET_KEY)));
    assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.CONFIGURATION);
    assertThatStorageFailure(this::get).isNotApplied(Kind.CONFIGURATION);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.CONFIGURATION);
  }

  @Test
  void F36_stat_gatewayWithoutBackend_isUnavailableNotAbsent() {
    put(bytes(10));
    server.on(RequestMatcher.any()).always().answer(GATEWAY);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void stat_absentKey_isAskedOnceWhereTheBucketWasSeen() {
    assertThat(stat()).isEmpty();
    assertThat(server.requests(GET)).hasSize(1);
    put(bytes(10));
    assertThat(driver.stat(KEY.child("x"), CALL)).isEmpty();
    assertThat(server.requests(GET)).hasSize(1);
  }

  @Test
  void stat_objectAppearsMeanwhile_isFound() {
    server.on(HEAD).answer(GATEWAY);
    put(bytes(10));
    assertThat(stat()).isPresent();
    server.on(HEAD).times(3).answer(GATEWAY);
    assertThatStorageFailure(this::stat).isNotApplied(Kind.UNAVAILABLE);
    put(bytes(0));
    server.on(HEAD).answer(GATEWAY);
    assertThat(stat()).isPresent();
  }

  @Test
  void F8_clockOfThisMachineWrong_isCorrectedOnce() {
    server.on(PUT).answer(S3Fault.status(403, "RequestTimeTooSkewed"));
    put(bytes(10));
    assertThat(server.requests(PUT)).hasSize(2);
    server.on(PUT).times(2).answer(S3Fault.status(403, "RequestTimeTooSkewed"));
    assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.ACCESS_DENIED);
    assertThat(server.requests(PUT)).hasSize(4);
  }

  @Test
  void F10_conditions_areNotHealthSignals() {
    put(bytes(10));
    assertThatStorageFailure(() -> put(KEY, bytes(1), IF_ABSENT))
        .isNotApplied(Kind.PRECONDITION_FAILED);
    server.on(PUT).answer(S3Fault.status(409, "ConditionalRequestConflict"));
    StorageException conflict = failure(() -> put(KEY, bytes(1), IF_ABSENT));
    assertThat(conflict.retryable()).isTrue();
    expect(conflict, Kind.THROTTLED, Outcome.NOT_APPLIED, true);
  }

  @Test
  void S17_redirect_isNotFollowed() {
    try (ScriptedS3 other = S3Stores.server()) {
      server.on(RequestMatcher.any()).always().answer(S3Fault.redirect(other.endpoint()));
      assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.CONFIGURATION);
      assertThatStorageFailure(this::get).isNotApplied(Kind.CONFIGURATION);
      assertThatStorageFailure(this::stat).isNotApplied(Kind.CONFIGURATION);
      assertThat(other.acceptedConnections()).isZero();
    }
  }

  @Test
  void S20_errorBodies_areCutAndExpandNothing() {
    try (ScriptedS3 other = S3Stores.server()) {
      URI entity = other.endpoint();
      server.on(GET).answer(S3Fault.hugeError(500, 1L << 30));
      assertThatStorageFailure(this::get).isNotApplied(Kind.UNAVAILABLE);
      server.on(GET).answer(S3Fault.entityBomb(500));
      assertThatStorageFailure(this::get).isNotApplied(Kind.UNAVAILABLE);
      server.on(GET).answer(S3Fault.externalEntity(500, entity));
      assertThatStorageFailure(this::get).isNotApplied(Kind.UNAVAILABLE);
      assertThat(other.acceptedConnections()).isZero();
      assertThat(server.requests(GET).get(0).sentBytes()).isLessThan(64L << 20);
    }
  }

  @Test
  void answers_thatAreNoS3_areUnavailable() {
    server
        .on(RequestMatcher.operation(S3Operation.LIST_OBJECTS_V2))
        .answer(S3Fault.answer(200, Map.of(), "<html>".getBytes(StandardCharsets.US_ASCII)));
    assertThatStorageFailure(() -> driver.list(new ListQuery("", false, "", 10), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    server.on(PUT).answer(S3Fault.answer(200, Map.of(), new byte[0]));
    expect(failure(() -> put(bytes(10))), Kind.UNAVAILABLE, Outcome.UNKNOWN, true);
    server.on(HEAD).answer(S3Fault.rawAnswer("nonsense\r\n\r\n"));
    assertThatStorageFailure(() -> driver.stat(KEY, call("1", Duration.ofSeconds(2))))
        .hasOutcome(Outcome.NOT_APPLIED);
  }

  @Test
  void delete_serverSaysNotFound_succeeds() {
    RequestMatcher delete = RequestMatcher.operation(S3Operation.DELETE_OBJECT);
    server.on(delete).times(2).answer(S3Fault.status(404, "NoSuchKey"));
    driver.delete(KEY, WriteCondition.any(), CALL);
    assertThatStorageFailure(() -> driver.delete(KEY, WriteCondition.ifMatch("x"), CALL))
        .isNotApplied(Kind.PRECONDITION_FAILED);
  }

  @Test
  void T18_put_repeatedByNobody_isSentOnce() {
    server.on(PUT).answer(S3Fault.loseAnswer(Ending.RESET));
    expect(failure(() -> put(KEY, bytes(10), IF_ABSENT)), Kind.UNAVAILABLE, Outcome.UNKNOWN, false);
    assertThat(server.requests(PUT)).hasSize(1);
  }

  private S3Driver large() {
    S3Storage.Builder settings = S3Stores.settings(server);
    return S3Opening.driver(
        settings,
        S3Stores.environment(),
        RetryBudget.standard(Ticker.system()),
        SystemDefaultDnsResolver.INSTANCE,
        () -> {});
  }

  private static S3Fault unavailable(String retryAfter) {
    return S3Fault.answer(503, Map.of("Retry-After", retryAfter), new byte[0]);
  }

  private static StorageException failure(ThrowingCallable call) {
    return Objects.requireNonNull(
        catchThrowableOfType(StorageException.class, call), "a storage exception");
  }

  private static void expect(
      StorageException failure, Kind kind, Outcome outcome, boolean settled) {
    assertThatStorageFailure(
            () -> {
              throw failure;
            })
        .hasKind(kind)
        .hasOutcome(outcome);
    assertThat(failure.settled()).as("%s", failure).isEqualTo(settled);
  }
}
