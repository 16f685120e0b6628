// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Conditions in headers, for writes, for reads and for the sources of copies. */
final class Preconditions {
  private static final String IF_MATCH = "if-match";
  private static final String IF_NONE_MATCH = "if-none-match";

  private Preconditions() {}

  /**
   * Checks the conditions of a write or a delete.
   *
   * @param current what the key holds, or null
   * @throws S3Error if one does not hold or the server takes none
   */
  static void forWrite(Call call, @Nullable Version current) {
    String match = call.header(IF_MATCH);
    String noneMatch = call.header(IF_NONE_MATCH);
    S3Dialect.Conditions conditions = call.dialect().conditions(call.request().operation());
    if ((match == null && noneMatch == null) || conditions == S3Dialect.Conditions.IGNORED) {
      return;
    }
    if (conditions == S3Dialect.Conditions.REFUSED) {
      throw S3Error.notImplemented("conditions on this operation");
    }
    if (noneMatch != null) {
      if (!noneMatch.strip().equals("*")) {
        throw S3Error.notImplemented("If-None-Match with anything but an asterisk");
      }
      if (current != null) {
        throw S3Error.preconditionFailed("If-None-Match");
      }
    }
    if (match != null) {
      matchesCurrent(match, current, call.key());
    }
  }

  /** Checks an ETag that a write or a delete demands. */
  static void matchesCurrent(String match, @Nullable Version current, String key) {
    if (current == null) {
      throw S3Error.noSuchKey(key);
    }
    if (!current.content().matches(match)) {
      throw S3Error.preconditionFailed("If-Match");
    }
  }

  /**
   * Checks the conditions of a read.
   *
   * @return whether the client's copy is as good
   * @throws S3Error if a condition does not hold
   */
  static boolean forRead(Call call, Version current) {
    String match = call.header(IF_MATCH);
    if (match != null && !current.content().matches(match)) {
      throw S3Error.preconditionFailed("If-Match");
    }
    Instant unmodifiedSince = date(call.header("if-unmodified-since"));
    if (match == null && unmodifiedSince != null && seconds(current) > seconds(unmodifiedSince)) {
      throw S3Error.preconditionFailed("If-Unmodified-Since");
    }
    String noneMatch = call.header(IF_NONE_MATCH);
    if (noneMatch != null) {
      return current.content().matches(noneMatch);
    }
    Instant modifiedSince = date(call.header("if-modified-since"));
    return modifiedSince != null && seconds(current) <= seconds(modifiedSince);
  }

  /** Checks the conditions on the source of a copy. */
  static void forSource(Call call, Version source) {
    String match = call.header("x-amz-copy-source-if-match");
    if (match != null && !source.content().matches(match)) {
      throw S3Error.preconditionFailed("x-amz-copy-source-If-Match");
    }
    String noneMatch = call.header("x-amz-copy-source-if-none-match");
    if (noneMatch != null && source.content().matches(noneMatch)) {
      throw S3Error.preconditionFailed("x-amz-copy-source-If-None-Match");
    }
  }

  private static long seconds(Version version) {
    return seconds(version.modified());
  }

  private static long seconds(Instant instant) {
    return instant.getEpochSecond();
  }

  /** A date in HTTP's form, or null for none and for one that nobody can read. */
  private static @Nullable Instant date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
