// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static java.util.Map.entry;

import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.s3.Verdict.Fate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an answer of the server means: by its error code, else by its status. Pure. */
final class AnswerTable {

  private static final String CREDENTIALS = "check the credentials and what they are allowed";
  private static final String ENDPOINT = "check bucket, region and endpoint of the storage";
  private static final String CLOCK = "set the clock of this machine";

  private static final Verdict DENIED = Verdict.refused(Kind.ACCESS_DENIED, CREDENTIALS);
  private static final Verdict MISPLACED = Verdict.refused(Kind.CONFIGURATION, ENDPOINT);
  private static final Verdict FULL = Verdict.refused(Kind.STORAGE_FULL);
  private static final Verdict SLOW_DOWN = Verdict.refused(Kind.THROTTLED);
  private static final Verdict CONFLICT =
      Verdict.refused(Kind.THROTTLED, "another write of this object is in progress; try again");
  private static final Verdict NO_SUCH_OBJECT = Verdict.refused(Kind.NOT_FOUND);
  private static final Verdict KEY_TAKEN =
      Verdict.refused(
          Kind.KEY_CONFLICT, "this server keeps no object beside a prefix of the same name");
  private static final Verdict WRONG_BYTES =
      Verdict.refused(Kind.INTEGRITY, "the bytes were changed on their way; try again");
  private static final Verdict WRONG_SKEW = Verdict.refused(Kind.ACCESS_DENIED, CLOCK);
  private static final Verdict WRONG_METADATA = Verdict.refused(Kind.INVALID_METADATA);
  private static final Verdict WRONG_KEY = Verdict.refused(Kind.INVALID_KEY);
  private static final Verdict UNABLE =
      Verdict.refused(Kind.UNSUPPORTED, "see which profile fits this server");
  private static final Verdict SENSELESS = Verdict.refused(Kind.INVALID_ARGUMENT);
  private static final Verdict FAULT = new Verdict(Kind.UNAVAILABLE, Fate.ANSWERED, "");
  private static final Verdict BROKEN_GATEWAY = new Verdict(Kind.UNAVAILABLE, Fate.ON_ITS_WAY, "");

  private static final Map<String, Verdict> BY_CODE =
      Map.ofEntries(
          entry("NoSuchKey", NO_SUCH_OBJECT),
          entry("NoSuchVersion", NO_SUCH_OBJECT),
          entry("NoSuchBucket", MISPLACED),
          entry("InvalidBucketName", MISPLACED),
          entry("PermanentRedirect", MISPLACED),
          entry("TemporaryRedirect", MISPLACED),
          entry("Redirect", MISPLACED),
          entry("AuthorizationHeaderMalformed", MISPLACED),
          entry("IllegalLocationConstraintException", MISPLACED),
          entry("NoSuchUpload", Verdict.refused(Kind.UNAVAILABLE, "begin the upload again")),
          entry("AccessDenied", DENIED),
          entry("InvalidAccessKeyId", DENIED),
          entry("SignatureDoesNotMatch", DENIED),
          entry("ExpiredToken", DENIED),
          entry("InvalidToken", DENIED),
          entry("TokenRefreshRequired", DENIED),
          entry("AllAccessDisabled", DENIED),
          entry("AccountProblem", DENIED),
          entry("InvalidSecurity", DENIED),
          entry("RequestTimeTooSkewed", WRONG_SKEW),
          entry("RequestExpired", WRONG_SKEW),
          entry("PreconditionFailed", Verdict.refused(Kind.PRECONDITION_FAILED)),
          entry("ConditionalRequestConflict", CONFLICT),
          entry("OperationAborted", CONFLICT),
          entry("InvalidRange", Verdict.refused(Kind.RANGE_NOT_SATISFIABLE)),
          entry("SlowDown", SLOW_DOWN),
          entry("SlowDownRead", SLOW_DOWN),
          entry("SlowDownWrite", SLOW_DOWN),
          entry("TooManyRequests", SLOW_DOWN),
          entry("RequestLimitExceeded", SLOW_DOWN),
          entry("BandwidthLimitExceeded", SLOW_DOWN),
          entry("Throttling", SLOW_DOWN),
          entry("ThrottlingException", SLOW_DOWN),
          entry("QuotaExceeded", FULL),
          entry("XMinioStorageFull", FULL),
          entry("XMinioAdminBucketQuotaExceeded", FULL),
          entry("XMinioParentIsObject", KEY_TAKEN),
          entry("XMinioObjectExistsAsDirectory", KEY_TAKEN),
          entry("XMinioInvalidObjectName", WRONG_KEY),
          entry("KeyTooLongError", WRONG_KEY),
          entry("InvalidURI", WRONG_KEY),
          entry("MetadataTooLarge", WRONG_METADATA),
          entry("InvalidTag", WRONG_METADATA),
          entry("BadDigest", WRONG_BYTES),
          entry("XAmzContentSHA256Mismatch", WRONG_BYTES),
          entry("XAmzContentChecksumMismatch", WRONG_BYTES),
          entry("RequestTimeout", Verdict.refused(Kind.TIMEOUT)),
          entry("IncompleteBody", Verdict.refused(Kind.UNAVAILABLE)),
          entry("NotImplemented", UNABLE),
          entry("MethodNotAllowed", UNABLE),
          entry("InvalidStorageClass", UNABLE),
          entry(
              "InvalidObjectState",
              Verdict.refused(Kind.UNSUPPORTED, "the object is archived; restore it first")),
          entry("InternalError", FAULT),
          entry("ServiceUnavailable", FAULT));

  private AnswerTable() {}

  /**
   * The meaning of an answer.
   *
   * @param status of HTTP; 200 too, where the body is an error
   * @param code of the error, where there is one
   */
  static Verdict verdict(int status, @Nullable String code) {
    Verdict known = code == null || (status >= 500 && status != 503) ? null : BY_CODE.get(code);
    if (known == null) {
      return byStatus(status, code != null);
    }
    // A request that was answered with 200 first had begun.
    boolean begun = status < 300 && known.kind().passing();
    return begun ? new Verdict(known.kind(), Fate.ANSWERED, known.advice()) : known;
  }

  private static Verdict byStatus(int status, boolean named) {
    if (status >= 300 && status < 400) {
      return MISPLACED;
    }
    return switch (status) {
      case 401, 403 -> DENIED;
      // Whoever answers 404 without the code of an S3 error is not S3.
      case 404 -> named ? SENSELESS : Verdict.refused(Kind.UNAVAILABLE, ENDPOINT);
      case 405 -> UNABLE;
      case 408 -> Verdict.refused(Kind.TIMEOUT);
      case 409 -> CONFLICT;
      case 412 -> Verdict.refused(Kind.PRECONDITION_FAILED);
      case 416 -> Verdict.refused(Kind.RANGE_NOT_SATISFIABLE);
      case 429 -> SLOW_DOWN;
      case 501 -> UNABLE;
      case 507 -> FULL;
      case 502, 504 -> BROKEN_GATEWAY;
      default -> status >= 400 && status < 500 ? SENSELESS : FAULT;
    };
  }

  /** The code of an error fit for a message: letters, digits and dots, and not many. */
  static String printable(@Nullable String code) {
    String given = Objects.requireNonNullElse(code, "");
    String kept = given.substring(0, Math.min(64, given.length()));
    return kept.chars().allMatch(AnswerTable::ofCode) ? kept : "";
  }

  private static boolean ofCode(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
  }
}
