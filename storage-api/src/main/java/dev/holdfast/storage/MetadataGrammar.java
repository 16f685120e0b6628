// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be kept with an object on every backend: no control characters, so that nothing can
 * break out of a header, and sizes that S3 accepts.
 */
final class MetadataGrammar {

  private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,254}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final String RESERVED = "holdfast-";
  private static final int MAX_ENCODED_BYTES = 2048;
  private static final int MAX_FILE_NAME_BYTES = 1024;
  private static final int MAX_TAGS = 10;
  private static final int MAX_TAG_NAME = 128;
  private static final int MAX_TAG_VALUE = 256;

  private final List<String> problems = new ArrayList<>();

  private MetadataGrammar() {}

  static void check(
      @Nullable String contentType,
      @Nullable String fileName,
      Map<String, String> metadata,
      Map<String, String> tags) {
    MetadataGrammar grammar = new MetadataGrammar();
    grammar.names(contentType, fileName);
    grammar.metadata(metadata);
    grammar.tags(tags);
    if (!grammar.problems.isEmpty()) {
      throw StorageException.builder(StorageException.Kind.INVALID_METADATA)
          .operation(StorageOperation.UPLOAD)
          .reason(String.join(", and ", grammar.problems))
          .build();
    }
  }

  private void names(@Nullable String contentType, @Nullable String fileName) {
    if (contentType != null && !CONTENT_TYPE.matcher(contentType).matches()) {
      problems.add("the content type is not 1 to 255 printable ASCII characters");
    }
    if (fileName != null) {
      text("the file name", fileName);
      if (fileName.isEmpty() || utf8(fileName).length > MAX_FILE_NAME_BYTES) {
        problems.add("the file name has not 1 to " + MAX_FILE_NAME_BYTES + " bytes");
      }
    }
  }

  private void metadata(Map<String, String> metadata) {
    int encoded = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      String name = entry.getKey();
      if (!NAME.matcher(name).matches() || name.startsWith(RESERVED)) {
        problems.add("'" + Printable.of(name) + "' is not a metadata name");
      }
      text("the metadata value of '" + Printable.of(name) + "'", entry.getValue());
      encoded += name.length() + encodedLength(entry.getValue());
    }
    if (encoded > MAX_ENCODED_BYTES) {
      problems.add(
          "metadata takes %d bytes encoded, at most %d fit".formatted(encoded, MAX_ENCODED_BYTES));
    }
  }

  private void tags(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      problems.add("there are %d tags, at most %d fit".formatted(tags.size(), MAX_TAGS));
    }
    tags.forEach(
        (name, value) -> {
          text("a tag name", name);
          text("a tag value", value);
          if (name.isEmpty() || name.length() > MAX_TAG_NAME || value.length() > MAX_TAG_VALUE) {
            problems.add("tag '" + Printable.of(name) + "' is empty or too long");
          }
        });
  }

  private void text(String what, String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0);
      boolean pair =
          Character.isHighSurrogate(c)
              && at + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(at + 1));
      if (control || (Character.isSurrogate(c) && !pair)) {
        problems.add("%s has a character that is not allowed (U+%04X)".formatted(what, (int) c));
        return;
      }
      if (pair) {
        at++;
      }
    }
  }

  /** Bytes that a value takes where all but printable ASCII is percent-encoded as UTF-8. */
  private static int encodedLength(String value) {
    int length = 0;
    for (byte b : utf8(value)) {
      length += b >= 0x20 && b < 0x7f && b != '%' ? 1 : 3;
    }
    return length;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
