// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Error answers, well-formed and hostile ones. */
final class ErrorAnswers {
  private ErrorAnswers() {}

  static HttpAnswer error(int status, String code) {
    Xml xml = new Xml("Error").add("Code", code).add("Message", "As the test wants it.");
    return HttpAnswer.xml(status, xml.add("RequestId", "scripted")).error(code);
  }

  static HttpAnswer huge(int status, long bodyBytes) {
    Body begin = utf8("<Error><Code>InternalError</Code><Message>");
    Body end = utf8("</Message></Error>");
    byte[] filling = "a".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    long between = Math.max(0, bodyBytes - begin.size() - end.size());
    Body body = Body.joined(List.of(begin, Body.repeating(filling, between), end));
    return document(status, body);
  }

  static HttpAnswer externalEntity(int status, URI entity) {
    return document(
        status,
        utf8(
            "<!DOCTYPE Error [<!ENTITY outside SYSTEM \""
                + entity
                + "\">]><Error><Code>InternalError</Code><Message>&outside;</Message></Error>"));
  }

  static HttpAnswer entityBomb(int status) {
    StringBuilder text = new StringBuilder("<!DOCTYPE Error [<!ENTITY e0 \"haha\">");
    for (int level = 1; level <= 9; level++) {
      text.append("<!ENTITY e").append(level).append(" \"");
      text.append(("&e" + (level - 1) + ";").repeat(10)).append("\">");
    }
    text.append("]><Error><Code>InternalError</Code><Message>&e9;</Message></Error>");
    return document(status, utf8(text.toString()));
  }

  private static HttpAnswer document(int status, Body body) {
    return new HttpAnswer(status)
        .header("content-type", "application/xml")
        .body(body)
        .error("InternalError");
  }

  private static Body utf8(String text) {
    return Body.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
