// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Locale;
import java.util.Map;

/**
 * A request that came to a {@link ScriptedS3}, as far as it had come when it was asked for. A
 * snapshot.
 *
 * @param number 1 for the first request, growing in the order of arrival
 * @param connection the number of its connection, 1 for the first
 * @param operation what was asked for
 * @param method the HTTP method
 * @param bucket the bucket, empty if none was named
 * @param key the decoded key, empty if none was named
 * @param query the decoded query
 * @param headers the fields, names in lower case, several values joined with commas
 * @param head every byte of request line and fields as it came, one character each
 * @param bodyBytes how many bytes of the body came, frames of chunks included
 * @param sentBytes how many bytes of the answer were handed to the system
 * @param status the status of the answer that was begun, 0 if none
 * @param errorCode the S3 code in the answer, or empty
 * @param performed whether the operation ran and was not refused, whatever the client was told
 * @param fault the description of the fault, or empty
 * @param ended whether the server is through with it
 */
public record RecordedRequest(
    long number,
    long connection,
    S3Operation operation,
    String method,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    String head,
    long bodyBytes,
    long sentBytes,
    int status,
    String errorCode,
    boolean performed,
    String fault,
    boolean ended) {

  /** The value of a header, or an empty text. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The number of the part that the request is about, or 0. */
  public int part() {
    String text = query.getOrDefault("partNumber", "");
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** Without headers, which may hold signatures. */
  @Override
  public String toString() {
    return "#"
        + number
        + " "
        + operation
        + " "
        + key
        + (part() == 0 ? "" : " part " + part())
        + " -> "
        + status
        + (errorCode.isEmpty() ? "" : " " + errorCode)
        + (performed ? " performed" : "")
        + (fault.isEmpty() ? "" : " [" + fault + "]");
  }
}
