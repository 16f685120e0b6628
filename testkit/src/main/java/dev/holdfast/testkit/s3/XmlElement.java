// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.ArrayList;
import java.util.List;

/** An element of a request's document: its name, its text, the elements in it. */
final class XmlElement {
  private final String name;
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  XmlElement(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  String text() {
    return text.toString();
  }

  void append(String more) {
    text.append(more);
  }

  void append(XmlElement child) {
    children.add(child);
  }

  /** The children of a name, in order. */
  List<XmlElement> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /** The text of the first child of a name, or empty. */
  String textOf(String childName) {
    List<XmlElement> found = all(childName);
    return found.isEmpty() ? "" : found.get(0).text();
  }
}
