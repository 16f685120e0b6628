// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.s3.Request.Effect;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Turns what the SDK throws into what the library tells: {@link AnswerTable} if the server has
 * answered, {@link TransportTable} if not. Messages name status and code, never what the server
 * wrote beside them.
 *
 * @param where name of the storage
 * @param clock for a {@code Retry-After} that is a date
 */
record S3Errors(String where, InstantSource clock) {

  /** Begins a failure, with outcome {@code NOT_APPLIED}. */
  StorageExceptionBuilder failure(Kind kind, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder failure =
        StorageException.builder(kind).operation(operation).where(where);
    return key == null ? failure : failure.key(key);
  }

  /** Begins a failure, with outcome {@code NOT_APPLIED}. */
  StorageExceptionBuilder failure(Kind kind, Request request) {
    return failure(kind, request.operation(), request.key());
  }

  /** The calling thread was interrupted before anything was sent. */
  StorageException interrupted(Request request) {
    return failure(Kind.CANCELLED, request).reason("the thread was interrupted").build();
  }

  /** No time was left to send anything. */
  StorageException late(Request request) {
    return failure(Kind.TIMEOUT, request).reason("the time allowed was used up").build();
  }

  /** The server acknowledged a write without saying what it made; it may not have made it. */
  StorageException withoutEtag(Request request) {
    return failure(Kind.UNAVAILABLE, request)
        .outcome(Outcome.UNKNOWN)
        .settled()
        .reason("the server acknowledged a write without an ETag")
        .build();
  }

  /** What ended a request, as the caller is told; what is wrong with its content goes first. */
  RuntimeException translate(Request request, RuntimeException thrown) {
    Throwable content = request.body() == null ? null : request.body().failure();
    if (content != null) {
      return ofContent(request, content);
    }
    if (thrown instanceof AwsServiceException answer) {
      return ofAnswer(request, answer);
    }
    Verdict verdict = TransportTable.verdict(thrown);
    if (verdict.kind() == Kind.CANCELLED) {
      Thread.currentThread().interrupt();
    }
    return with(verdict, request).reason(reason(verdict.kind())).cause(thrown).build();
  }

  /** The content failed, so that the request was never whole. An error is thrown as it is. */
  RuntimeException ofContent(Request request, Throwable content) {
    if (content instanceof Error error) {
      throw error;
    }
    if (content instanceof RuntimeException unchecked) {
      return unchecked;
    }
    boolean interrupted =
        content instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
    boolean changed = content instanceof WireBody.Changed;
    String reason = content instanceof IOException ? content.getMessage() : null;
    return failure(interrupted ? Kind.CANCELLED : Kind.CONTENT_FAILED, request)
        .reason(changed && reason != null ? reason : "the content could not be read")
        .cause(content)
        .build();
  }

  private StorageException ofAnswer(Request request, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    Verdict verdict = AnswerTable.verdict(answer.statusCode(), code);
    // The object that the condition asks for is not there.
    if (verdict.kind() == Kind.NOT_FOUND && request.effect() == Effect.OBJECT_IF_MATCH) {
      verdict = Verdict.refused(Kind.PRECONDITION_FAILED);
    }
    String reason = "the server answered " + answer.statusCode();
    StorageExceptionBuilder failure =
        with(verdict, request)
            .reason((reason + " " + AnswerTable.printable(code)).strip())
            .cause(answer);
    if (answer.requestId() != null) {
      failure.requestId(answer.requestId());
    }
    retryAfter(details).ifPresent(failure::retryAfter);
    return failure.build();
  }

  private StorageExceptionBuilder with(Verdict verdict, Request request) {
    StorageExceptionBuilder failure = failure(verdict.kind(), request);
    if (!verdict.advice().isEmpty()) {
      failure.advice(verdict.advice());
    }
    if (request.effect() == Effect.NONE) {
      return failure;
    }
    WireBody body = request.body();
    boolean cut = body != null && !body.takenWhole();
    return switch (verdict.fate()) {
      case NOT_APPLIED -> failure;
      case ANSWERED -> failure.outcome(Outcome.UNKNOWN).settled();
      case ON_ITS_WAY -> failure.outcome(Outcome.UNKNOWN);
      case BY_BYTES -> cut ? failure : failure.outcome(Outcome.UNKNOWN);
    };
  }

  private static String reason(Kind kind) {
    return switch (kind) {
      case TIMEOUT -> "the server did not answer in time";
      case CANCELLED -> "the thread was interrupted, or the storage closed";
      case OVERLOADED -> "no connection became free";
      case CONFIGURATION -> "the endpoint was refused";
      case ACCESS_DENIED -> "there are no credentials";
      default -> "the server could not be reached, or broke off";
    };
  }

  private Optional<Duration> retryAfter(@Nullable AwsErrorDetails details) {
    SdkHttpResponse response = details == null ? null : details.sdkHttpResponse();
    return response == null
        ? Optional.empty()
        : response.firstMatchingHeader("Retry-After").flatMap(this::duration);
  }

  /** Seconds, or a date (RFC 9110). */
  private Optional<Duration> duration(String text) {
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
      }
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(clock.instant(), date.toInstant());
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException | NumberFormatException e) { // the server did not say it well
      return Optional.empty();
    }
  }
}
