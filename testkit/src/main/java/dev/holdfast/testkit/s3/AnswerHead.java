// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;
import java.util.Map;

/** The head of an answer as bytes. */
final class AnswerHead {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(416, "Range Not Satisfiable"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"));

  private AnswerHead() {}

  static byte[] bytes(HttpAnswer answer, long number, Instant now, boolean closes) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(' ');
    head.append(REASONS.getOrDefault(answer.status(), "Status")).append("\r\n");
    if (!answer.headers().has("date")) {
      field(head, "date", HttpDates.format(now));
    }
    field(head, "server", "ScriptedS3");
    field(head, "x-amz-request-id", "scripted-" + number);
    answer.headers().each((name, value) -> field(head, name, value));
    if (answer.status() != 204 && answer.status() != 304) {
      field(head, "content-length", Long.toString(answer.length()));
    }
    if (closes) {
      field(head, "connection", "close");
    }
    return WireInput.bytes(head.append("\r\n").toString());
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
