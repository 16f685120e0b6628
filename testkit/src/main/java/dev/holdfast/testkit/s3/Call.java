// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has come, on its way to take effect.
 *
 * @param number the number of the request
 * @param request what is asked for
 * @param received the decoded body
 * @param checksums header fields with the checksums that were sent and are right
 * @param dialect how the server behaves
 */
record Call(
    long number,
    S3Request request,
    Received received,
    Map<String, String> checksums,
    S3Dialect dialect) {

  String key() {
    return request.key();
  }

  @Nullable String header(String name) {
    return request.header(name);
  }

  /** Whether a header has the given value, in any case. */
  boolean says(String name, String value) {
    return value.equalsIgnoreCase(header(name));
  }

  /** The bytes that came. */
  Content content() {
    return new Content(received.body(), '"' + received.md5() + '"', checksums);
  }
}
