// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its signature, in a header or in its query.
 *
 * @param accessKey the name of the key
 * @param scope date, region, service and end mark, joined with slashes
 * @param timestamp when it was signed, in the form {@code 20130524T000000Z}
 * @param headers the signed fields in lower case, in the order given
 * @param signature the signature in hexadecimal digits
 * @param validSeconds for how long a link is valid, or -1 if this is no link
 */
record SignedHead(
    String accessKey,
    String scope,
    String timestamp,
    List<String> headers,
    String signature,
    long validSeconds) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /**
   * Finds the signature of a request.
   *
   * @return null if there is none
   * @throws S3Error if it is not in the form it has to have
   */
  static @Nullable SignedHead of(S3Request request) {
    String header = request.header("authorization");
    if (header != null) {
      return ofHeader(request, header);
    }
    return request.query().containsKey("X-Amz-Algorithm") ? ofQuery(request.query()) : null;
  }

  boolean link() {
    return validSeconds >= 0;
  }

  /** The part of the scope at a place: date, region, service. */
  String scopePart(int place) {
    return scope.split("/", -1)[place];
  }

  /**
   * When it was signed.
   *
   * @throws S3Error if that cannot be read
   */
  Instant signedAt() {
    try {
      return LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new S3Error(403, "AccessDenied", "A signed request needs a valid date.");
    }
  }

  private static SignedHead ofHeader(S3Request request, String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw new S3Error(
          400, "InvalidRequest", "The authorization mechanism is not supported: use " + ALGORITHM);
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : header.substring(ALGORITHM.length()).split(",", -1)) {
      int mark = field.indexOf('=');
      if (mark > 0) {
        fields.put(field.substring(0, mark).strip(), field.substring(mark + 1).strip());
      }
    }
    String date = request.header("x-amz-date");
    String plainDate = request.header("date");
    String timestamp = date == null ? basic(plainDate == null ? "" : plainDate) : date;
    return of(
        fields.getOrDefault("Credential", ""),
        timestamp,
        fields.getOrDefault("SignedHeaders", ""),
        fields.getOrDefault("Signature", ""),
        -1);
  }

  private static SignedHead ofQuery(Map<String, String> query) {
    String valid = query.getOrDefault("X-Amz-Expires", "");
    boolean week = valid.matches("\\d{1,6}") && Integer.parseInt(valid) <= 7 * 24 * 3600;
    if (!week || !query.getOrDefault("X-Amz-Algorithm", "").equals(ALGORITHM)) {
      throw new S3Error(
          400, "AuthorizationQueryParametersError", "X-Amz-Expires must be at most a week.");
    }
    return of(
        query.getOrDefault("X-Amz-Credential", ""),
        query.getOrDefault("X-Amz-Date", ""),
        query.getOrDefault("X-Amz-SignedHeaders", ""),
        query.getOrDefault("X-Amz-Signature", ""),
        Long.parseLong(valid));
  }

  private static SignedHead of(
      String credential, String timestamp, String headers, String signature, long validSeconds) {
    int slash = credential.indexOf('/');
    if (slash <= 0 || credential.split("/", -1).length != 5) {
      throw new S3Error(400, "AuthorizationHeaderMalformed", "The credential is malformed.");
    }
    return new SignedHead(
        credential.substring(0, slash),
        credential.substring(slash + 1),
        timestamp,
        Arrays.asList(headers.split(";", -1)),
        signature,
        validSeconds);
  }

  private static String basic(String httpDate) {
    try {
      return TIMESTAMP.format(LocalDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return "";
    }
  }
}
