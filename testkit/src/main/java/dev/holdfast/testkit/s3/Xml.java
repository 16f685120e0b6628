// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes a document, element by element. */
final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins a document; errors have no namespace, answers have that of S3. */
  Xml(String root) {
    text.append('<').append(root);
    if (!root.equals("Error")) {
      text.append(" xmlns=\"").append(NAMESPACE).append('"');
    }
    text.append('>');
    open.push(root);
  }

  Xml open(String element) {
    text.append('<').append(element).append('>');
    open.push(element);
    return this;
  }

  Xml close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  Xml add(String element, String value) {
    open(element);
    value.codePoints().forEach(this::escaped);
    return close();
  }

  Xml add(String element, long value) {
    return add(element, Long.toString(value));
  }

  /** The document, with whatever is still open closed. */
  byte[] bytes() {
    while (!open.isEmpty()) {
      close();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escaped(int codePoint) {
    switch (codePoint) {
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '&' -> text.append("&amp;");
      case '"' -> text.append("&quot;");
      default -> {
        if (codePoint < ' ') {
          text.append("&#").append(codePoint).append(';');
        } else {
          text.appendCodePoint(codePoint);
        }
      }
    }
  }
}
