// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.net.Fault.Ending;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Dialect;
import dev.holdfast.testkit.s3.S3Fault;
import dev.holdfast.testkit.s3.S3Operation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies by one request and in parts. */
final class CopyFaultsTest extends S3Fixture {

  private static final StorageKey TARGET = StorageKey.of("target");
  private static final RequestMatcher COPY = RequestMatcher.operation(S3Operation.COPY_OBJECT);
  private static final RequestMatcher PART_COPY =
      RequestMatcher.operation(S3Operation.UPLOAD_PART_COPY);
  private static final RequestMatcher COMPLETE =
      RequestMatcher.operation(S3Operation.COMPLETE_MULTIPART_UPLOAD);
  private static final UploadOptions FULL =
      UploadOptions.builder()
          .contentType("text/plain")
          .fileName("\u00e4.txt")
          .metadata("owner", "anna")
          .tag("team", "red blue")
          .build();
  private static final byte[] LARGE = bytes(3 * S3Stores.THRESHOLD + 5);

  @Test
  void copy_larger_isMadeInPartsOfOneVersion() {
    put(KEY, LARGE, FULL);
    ObjectInfo told = copy(call("id9", PATIENCE));
    assertThat(server.content("target")).contains(LARGE);
    ObjectInfo info = driver.stat(TARGET, CALL).orElseThrow();
    for (ObjectInfo one : new ObjectInfo[] {told, info}) {
      assertThat(one.contentType()).contains("text/plain");
      assertThat(one.fileName()).contains("\u00e4.txt");
      assertThat(one.metadata()).containsEntry("owner", "anna").hasSize(1);
      assertThat(one.tags()).containsEntry("team", "red blue").hasSize(1);
      assertThat(one.writeId()).contains("id9");
      assertThat(one.etag()).isEqualTo(info.etag());
      assertThat(one.checksum()).isEqualTo(stat().orElseThrow().checksum()).isPresent();
    }
    assertThat(server.requests(PART_COPY)).hasSize(4);
    assertThat(server.requests(PART_COPY))
        .allMatch(request -> !request.header("x-amz-copy-source-if-match").isEmpty());
  }

  @Test
  void copy_headersOfOthers_areKept() {
    S3Client client = driver.unwrap(S3Client.class).orElseThrow();
    for (byte[] bytes : new byte[][] {bytes(10), LARGE}) {
      client.putObject(
          put ->
              put.bucket(server.bucket())
                  .key("key")
                  .cacheControl("no-store")
                  .contentDisposition("attachment")
                  .contentLanguage("de")
                  .contentEncoding("br"),
          RequestBody.fromBytes(bytes));
      copy(CALL);
      HeadObjectResponse head = client.headObject(get -> get.bucket(server.bucket()).key("target"));
      assertThat(head.cacheControl()).isEqualTo("no-store");
      assertThat(head.contentDisposition()).isEqualTo("attachment");
      assertThat(head.contentLanguage()).isEqualTo("de");
      assertThat(head.contentEncoding()).contains("br");
    }
  }

  @Test
  void copy_small_hasAWriteIdOfItsOwn() {
    driver.put(KEY, stream(bytes(10)), FULL, call("first", PATIENCE));
    assertThat(copy(call("second", PATIENCE)).writeId()).contains("second");
    assertThat(driver.stat(TARGET, CALL).orElseThrow().writeId()).contains("second");
    assertThat(driver.stat(TARGET, CALL).orElseThrow().tags()).containsEntry("team", "red blue");
    assertThat(copy(CALL).writeId()).isEmpty();
    assertThat(driver.stat(TARGET, CALL).orElseThrow().writeId()).isEmpty();
  }

  @Test
  void F11_copy_errorInOk_isUnknownAndSettled() {
    put(bytes(10));
    server.on(COPY).answer(S3Fault.errorInOk("InternalError"));
    assertThatStorageFailure(() -> copy(CALL))
        .hasKind(Kind.UNAVAILABLE)
        .hasOutcome(Outcome.UNKNOWN)
        .hasKey(TARGET)
        .matches(StorageException::settled);
    server.on(COPY).answer(S3Fault.answer(200, Map.of(), new byte[0]));
    assertThatStorageFailure(() -> copy(CALL)).hasOutcome(Outcome.UNKNOWN);
  }

  @Test
  void copy_sourceReplacedMeanwhile_looksAgain() {
    put(bytes(10));
    AtomicInteger asked = new AtomicInteger();
    CallContext call =
        () -> {
          // Asked before each request: the source changes between the look and the copy.
          if (asked.incrementAndGet() == 2) {
            put(bytes(11));
          }
          return PATIENCE;
        };
    copy(call);
    assertThat(server.content("target")).contains(bytes(11));
    assertThat(server.requests(COPY)).hasSize(2);
  }

  @Test
  void copy_sourceReplacedAgainAndAgain_givesUpForNow() {
    put(bytes(10));
    AtomicInteger looks = new AtomicInteger();
    CallContext call =
        () -> {
          put(bytes(11 + looks.getAndIncrement() % 40));
          return PATIENCE;
        };
    server.on(COPY).always().answer(S3Fault.status(412, "PreconditionFailed"));
    assertThatStorageFailure(() -> copy(call)).isNotApplied(Kind.THROTTLED);
    assertThat(server.requests(COPY)).hasSize(3);
  }

  @Test
  void T17_conditionWhereACopyCannotHaveIt_isHonouredInParts() {
    use(S3Stores.open(claiming()));
    server.dialect(
        S3Stores.SMALL_PARTS.conditions(S3Operation.COPY_OBJECT, S3Dialect.Conditions.IGNORED));
    for (byte[] bytes : new byte[][] {LARGE, bytes(10), new byte[0]}) {
      server.clear();
      put(bytes);
      copyIf(WriteCondition.ifAbsent());
      assertThat(server.content("target")).contains(bytes);
      assertThatStorageFailure(() -> copyIf(WriteCondition.ifAbsent()))
          .isNotApplied(Kind.PRECONDITION_FAILED)
          .hasKey(TARGET);
      assertThat(server.unfinishedUploads()).isEmpty();
      assertThat(server.requests(COPY)).isEmpty();
    }
  }

  @Test
  void copy_partFails_isAborted() {
    put(LARGE);
    server.on(PART_COPY.part(2)).answer(S3Fault.errorInOk("InternalError"));
    assertThatStorageFailure(() -> copy(CALL)).isNotApplied(Kind.UNAVAILABLE);
    assertThat(server.unfinishedUploads()).isEmpty();
    assertThat(server.content("target")).isEmpty();
  }

  @Test
  void T20_copyInParts_completionUnknown_cleansNothingUp() {
    put(LARGE);
    server.on(COMPLETE).answer(S3Fault.loseAnswer(Ending.RESET));
    assertThatStorageFailure(() -> copy(CALL)).hasOutcome(Outcome.UNKNOWN);
    assertThat(server.requests(RequestMatcher.operation(S3Operation.ABORT_MULTIPART_UPLOAD)))
        .isEmpty();
    assertThat(server.content("target")).contains(LARGE);
  }

  private S3Storage.Builder claiming() {
    Set<Capability> all = S3Profile.AWS.capabilities();
    return S3Stores.settings(server).profile(S3Profile.UNKNOWN).capabilities(all);
  }

  private ObjectInfo copy(CallContext call) {
    return driver.copy(KEY, TARGET, CopyOptions.defaults(), call);
  }

  private void copyIf(WriteCondition condition) {
    driver.copy(KEY, TARGET, CopyOptions.builder().condition(condition).build(), CALL);
  }
}
