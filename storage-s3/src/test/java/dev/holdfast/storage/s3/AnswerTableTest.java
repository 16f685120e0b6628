// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.s3.Verdict.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F7, F10, S17: what each answer means. */
final class AnswerTableTest {

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, NOT_FOUND, NOT_APPLIED",
    "404, NoSuchBucket, CONFIGURATION, NOT_APPLIED",
    "404, NoSuchUpload, UNAVAILABLE, NOT_APPLIED",
    "404, NoSuchThing, INVALID_ARGUMENT, NOT_APPLIED",
    "404, , UNAVAILABLE, NOT_APPLIED",
    "403, AccessDenied, ACCESS_DENIED, NOT_APPLIED",
    "403, SignatureDoesNotMatch, ACCESS_DENIED, NOT_APPLIED",
    "400, ExpiredToken, ACCESS_DENIED, NOT_APPLIED",
    "403, , ACCESS_DENIED, NOT_APPLIED",
    "401, , ACCESS_DENIED, NOT_APPLIED",
    "403, RequestTimeTooSkewed, ACCESS_DENIED, NOT_APPLIED",
    "403, QuotaExceeded, STORAGE_FULL, NOT_APPLIED",
    "507, , STORAGE_FULL, NOT_APPLIED",
    "507, XMinioStorageFull, STORAGE_FULL, NOT_APPLIED",
    "409, ConditionalRequestConflict, THROTTLED, NOT_APPLIED",
    "409, OperationAborted, THROTTLED, NOT_APPLIED",
    "409, , THROTTLED, NOT_APPLIED",
    "409, XMinioObjectExistsAsDirectory, KEY_CONFLICT, NOT_APPLIED",
    "400, XMinioParentIsObject, KEY_CONFLICT, NOT_APPLIED",
    "412, PreconditionFailed, PRECONDITION_FAILED, NOT_APPLIED",
    "412, , PRECONDITION_FAILED, NOT_APPLIED",
    "416, InvalidRange, RANGE_NOT_SATISFIABLE, NOT_APPLIED",
    "416, , RANGE_NOT_SATISFIABLE, NOT_APPLIED",
    "400, KeyTooLongError, INVALID_KEY, NOT_APPLIED",
    "400, MetadataTooLarge, INVALID_METADATA, NOT_APPLIED",
    "400, BadDigest, INTEGRITY, NOT_APPLIED",
    "400, RequestTimeout, TIMEOUT, NOT_APPLIED",
    "408, , TIMEOUT, NOT_APPLIED",
    "400, IncompleteBody, UNAVAILABLE, NOT_APPLIED",
    "400, InvalidArgument, INVALID_ARGUMENT, NOT_APPLIED",
    "400, , INVALID_ARGUMENT, NOT_APPLIED",
    "400, AuthorizationHeaderMalformed, CONFIGURATION, NOT_APPLIED",
    "301, PermanentRedirect, CONFIGURATION, NOT_APPLIED",
    "307, , CONFIGURATION, NOT_APPLIED",
    "405, MethodNotAllowed, UNSUPPORTED, NOT_APPLIED",
    "501, NotImplemented, UNSUPPORTED, NOT_APPLIED",
    "501, , UNSUPPORTED, NOT_APPLIED",
    "429, , THROTTLED, NOT_APPLIED",
    "503, SlowDown, THROTTLED, NOT_APPLIED",
    "503, SlowDownWrite, THROTTLED, NOT_APPLIED",
    "503, ServiceUnavailable, UNAVAILABLE, ANSWERED",
    "503, , UNAVAILABLE, ANSWERED",
    "500, InternalError, UNAVAILABLE, ANSWERED",
    "500, NoSuchKey, UNAVAILABLE, ANSWERED",
    "502, , UNAVAILABLE, ON_ITS_WAY",
    "504, InternalError, UNAVAILABLE, ON_ITS_WAY",
    "200, InternalError, UNAVAILABLE, ANSWERED",
    "200, SlowDown, THROTTLED, ANSWERED",
    "200, PreconditionFailed, PRECONDITION_FAILED, NOT_APPLIED",
    "200, , UNAVAILABLE, ANSWERED"
  })
  void verdict_ofStatusAndCode_isAsTheTableHasIt(int status, String code, Kind kind, Fate fate) {
    Verdict verdict = AnswerTable.verdict(status, code);
    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(verdict.fate()).isEqualTo(fate);
  }

  @Test
  void S33_code_thatIsNoCode_isNotShown() {
    assertThat(AnswerTable.printable("InternalError")).isEqualTo("InternalError");
    assertThat(AnswerTable.printable(null)).isEmpty();
    assertThat(AnswerTable.printable("a\nb")).isEmpty();
    assertThat(AnswerTable.printable("x".repeat(1000))).hasSize(64);
  }
}
