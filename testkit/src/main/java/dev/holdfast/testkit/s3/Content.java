// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;

/**
 * The bytes of an object or a part and what tells them apart.
 *
 * @param body the bytes
 * @param etag the ETag with its quotes
 * @param checksums header fields with the checksums that were given or asked for
 */
record Content(Body body, String etag, Map<String, String> checksums) {

  static String quoted(byte[] md5) {
    return '"' + Digests.hex(md5) + '"';
  }

  /** An ETag without quotes and without the mark of a weak one. */
  static String bare(String etag) {
    String strong = etag.strip();
    strong = strong.startsWith("W/") ? strong.substring(2) : strong;
    return strong.replace("\"", "");
  }

  /** Whether a client means this content: by its ETag, quoted or not, or by an asterisk. */
  boolean matches(String condition) {
    for (String one : condition.split(",", -1)) {
      if (one.strip().equals("*") || bare(one).equals(bare(etag))) {
        return true;
      }
    }
    return false;
  }
}
