// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be kept with an object on every backend: no line breaks, so that nothing can break out
 * of a header, and sizes that S3 accepts. What programs write has no other control characters
 * either; the name of a file, which a person gave, may have them.
 */
final class MetadataGrammar {

  private static final Pattern CONTENT_TYPE =
      Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final String RESERVED = "holdfast-";
  private static final int MAX_ENCODED_BYTES = 2048;
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
    grammar.contentType(contentType);
    grammar.fileName(fileName);
    grammar.metadata(metadata);
    grammar.tags(tags);
    grammar.refuse(StorageOperation.UPLOAD);
  }

  /** Checks a content type alone. */
  static void check(@Nullable String contentType, StorageOperation operation) {
    MetadataGrammar grammar = new MetadataGrammar();
    grammar.contentType(contentType);
    grammar.refuse(operation);
  }

  private void refuse(StorageOperation operation) {
    if (!problems.isEmpty()) {
      throw StorageException.builder(StorageException.Kind.INVALID_METADATA)
          .operation(operation)
          .reason(String.join(", and ", problems))
          .advice("see UploadOptions.Builder for what can be kept")
          .build();
    }
  }

  private void contentType(@Nullable String contentType) {
    if (contentType != null && !CONTENT_TYPE.matcher(contentType).matches()) {
      problems.add(
          "the content type is not 1 to 255 printable ASCII characters without outer spaces");
    }
  }

  private void fileName(@Nullable String fileName) {
    if (fileName == null) {
      return;
    }
    String problem = PlainText.problemOfLine(fileName);
    if (problem != null) {
      problems.add("the file name has " + problem);
    }
    long encoded = Math.min(encodedLength(fileName), base64Length(fileName));
    if (encoded > MAX_ENCODED_BYTES) {
      problems.add(
          "the file name takes "
              + encoded
              + " bytes encoded, at most "
              + MAX_ENCODED_BYTES
              + " fit");
    }
  }

  private void metadata(Map<String, String> metadata) {
    long encoded = 0;
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
          "metadata takes " + encoded + " bytes encoded, at most " + MAX_ENCODED_BYTES + " fit");
    }
  }

  private void tags(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      problems.add("there are " + tags.size() + " tags, at most " + MAX_TAGS + " fit");
    }
    tags.forEach(
        (name, value) -> {
          String tag = "tag '" + Printable.of(name) + "'";
          text("the name of " + tag, name);
          text("the value of " + tag, value);
          if (name.isEmpty() || name.length() > MAX_TAG_NAME || value.length() > MAX_TAG_VALUE) {
            problems.add(tag + " is empty or too long");
          }
        });
  }

  private void text(String what, String text) {
    String problem = PlainText.problem(text);
    if (problem != null) {
      problems.add(what + " has " + problem);
    }
  }

  /** Bytes that a value takes where all but printable ASCII is percent-encoded as UTF-8. */
  private static long encodedLength(String value) {
    long length = 0;
    for (byte b : utf8(value)) {
      length += b >= 0x20 && b < 0x7f && b != '%' ? 1 : 3;
    }
    return length;
  }

  /** Characters that the UTF-8 of a value takes in Base64 with padding (RFC 4648). */
  private static long base64Length(String value) {
    return (utf8(value).length + 2L) / 3L * 4L;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
