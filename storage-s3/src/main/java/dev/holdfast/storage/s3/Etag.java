// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ETags: with quotes on the wire, without in the library. */
final class Etag {

  private Etag() {}

  /** The ETag without quotes; empty if there is none. */
  static String plain(@Nullable String wire) {
    String etag = Objects.requireNonNullElse(wire, "");
    boolean quoted = etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
    return quoted ? etag.substring(1, etag.length() - 1) : etag;
  }

  /** The ETag as a header has it. */
  static String quoted(String etag) {
    return etag.startsWith("\"") || etag.startsWith("W/") ? etag : '"' + etag + '"';
  }
}
