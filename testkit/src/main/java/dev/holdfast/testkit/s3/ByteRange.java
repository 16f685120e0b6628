// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of an object.
 *
 * @param from the first byte
 * @param length how many
 */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads a Range header.
   *
   * @return null for none, and for one that is not understood and hence overlooked
   * @throws S3Error 416 if no byte of the object lies in the range
   */
  static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher form = FORM.matcher(header == null ? "" : header);
    if (!form.matches()) {
      return null;
    }
    String first = form.group(1);
    String last = form.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? null : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return null;
    }
    if (from >= size) {
      throw outside(size);
    }
    return new ByteRange(from, Math.min(to, size - 1) - from + 1);
  }

  /** The value of Content-Range. */
  String described(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }

  private static ByteRange suffix(long count, long size) {
    if (count == 0 || size == 0) {
      throw outside(size);
    }
    long length = Math.min(count, size);
    return new ByteRange(size - length, length);
  }

  private static S3Error outside(long size) {
    return new S3Error(416, "InvalidRange", "The requested range is not satisfiable.")
        .with("ActualObjectSize", Long.toString(size))
        .header("content-range", "bytes */" + size);
  }
}
