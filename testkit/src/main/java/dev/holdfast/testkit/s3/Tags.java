// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Tags in their two forms: a header that looks like a query, and a document. */
final class Tags {
  private static final int MOST_TAGS = 10;

  private Tags() {}

  static Map<String, String> ofHeader(Call call, String header) {
    if (!call.dialect().tagging()) {
      throw S3Error.notImplemented("x-amz-tagging");
    }
    return checked(new TreeMap<>(Percent.query(header)));
  }

  static Map<String, String> ofDocument(Body body) {
    Map<String, String> tags = new TreeMap<>();
    XmlElement document = XmlReader.read(body, "Tagging");
    for (XmlElement set : document.all("TagSet")) {
      set.all("Tag").forEach(tag -> tags.put(tag.textOf("Key"), tag.textOf("Value")));
    }
    return checked(tags);
  }

  static Xml document(Map<String, String> tags) {
    Xml xml = new Xml("Tagging").open("TagSet");
    tags.forEach((name, value) -> xml.open("Tag").add("Key", name).add("Value", value).close());
    return xml.close();
  }

  private static Map<String, String> checked(Map<String, String> tags) {
    boolean fine = tags.size() <= MOST_TAGS;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      fine &= !tag.getKey().isEmpty() && tag.getKey().length() <= 128;
      fine &= tag.getValue().length() <= 256;
    }
    if (!fine) {
      throw new S3Error(400, "InvalidTag", "At most 10 tags, names of 1 to 128, values to 256.");
    }
    return Collections.unmodifiableMap(tags);
  }
}
