// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads the small documents that clients send: elements and text, no entities but the five. */
final class XmlReader {
  private static final int DEPTH_LIMIT = 16;

  private final String text;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private int at;

  private XmlReader(String text) {
    this.text = text;
  }

  /**
   * Reads a document whose root has the given name, in whatever namespace.
   *
   * @throws S3Error {@code MalformedXML}
   */
  static XmlElement read(Body body, String root) {
    String text = new String(body.bytes(), StandardCharsets.UTF_8);
    XmlElement document = new XmlReader(text).document();
    if (document.all(root).size() != 1) {
      throw S3Error.malformedXml();
    }
    return document.all(root).get(0);
  }

  private XmlElement document() {
    XmlElement document = new XmlElement("");
    open.push(document);
    while (at < text.length()) {
      int tag = text.indexOf('<', at);
      int end = tag < 0 ? text.length() : tag;
      open.element().append(unescaped(text.substring(at, end)));
      at = end;
      if (tag >= 0) {
        tag();
      }
    }
    if (open.size() != 1) {
      throw S3Error.malformedXml();
    }
    return document;
  }

  private void tag() {
    int end = text.indexOf('>', at);
    if (end < 0 || text.startsWith("<!", at)) {
      throw S3Error.malformedXml();
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    if (inside.startsWith("?")) {
      return;
    }
    if (inside.startsWith("/")) {
      boolean fits = open.size() > 1 && open.pop().name().equals(localName(inside.substring(1)));
      if (!fits) {
        throw S3Error.malformedXml();
      }
      return;
    }
    XmlElement element = new XmlElement(localName(inside));
    open.element().append(element);
    if (!inside.endsWith("/")) {
      open.push(element);
    }
    if (open.size() > DEPTH_LIMIT) {
      throw S3Error.malformedXml();
    }
  }

  private static String localName(String inside) {
    String name = inside.strip().split("[\\s/]", 2)[0];
    return name.substring(name.indexOf(':') + 1);
  }

  private static String unescaped(String escaped) {
    int mark = escaped.indexOf('&');
    if (mark < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder();
    int from = 0;
    while (mark >= 0) {
      int end = escaped.indexOf(';', mark);
      if (end < 0) {
        throw S3Error.malformedXml();
      }
      plain.append(escaped, from, mark).append(entity(escaped.substring(mark + 1, end)));
      from = end + 1;
      mark = escaped.indexOf('&', from);
    }
    return plain.append(escaped.substring(from)).toString();
  }

  private static String entity(String name) {
    return switch (name) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> numbered(name);
    };
  }

  private static String numbered(String name) {
    try {
      if (name.startsWith("#x")) {
        return Character.toString(Integer.parseInt(name.substring(2), 16));
      }
      if (name.startsWith("#")) {
        return Character.toString(Integer.parseInt(name.substring(1)));
      }
    } catch (IllegalArgumentException e) {
      throw S3Error.malformedXml();
    }
    throw S3Error.malformedXml();
  }
}
