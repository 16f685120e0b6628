// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an object beside its bytes, as the comment of its entry: pairs in the form of a
 * query string, such as {@code etag=7f...&modified=2026-11-21T10:15:30Z&meta.owner=anna}.
 *
 * <p>A comment has at most 65,535 bytes. The most that options can hold takes less than 50,000.
 */
final class Attributes {

  private static final String METADATA = "meta.";
  private static final String TAG = "tag.";

  private Attributes() {}

  /** The comment for an entry. */
  static String format(ObjectInfo info) {
    Map<String, String> pairs = new TreeMap<>();
    pairs.put("etag", info.etag());
    pairs.put("modified", info.modified().toString());
    pairs.put("created", info.created().toString());
    info.checksum().ifPresent(checksum -> pairs.put("crc32c", checksum.hex()));
    info.contentType().ifPresent(type -> pairs.put("type", type));
    info.fileName().ifPresent(name -> pairs.put("file", name));
    info.metadata().forEach((name, value) -> pairs.put(METADATA + name, value));
    info.tags().forEach((name, value) -> pairs.put(TAG + name, value));
    return pairs.entrySet().stream()
        .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
        .collect(Collectors.joining("&"));
  }

  /**
   * The object that an entry holds.
   *
   * @throws ZipException if the entry was not written by this driver
   */
  static ObjectInfo parse(ZipEntry entry) throws ZipException {
    try {
      Map<String, String> pairs = pairs(entry.getComment());
      return ObjectInfo.builder(StorageKey.of(entry.getName()), entry.getSize())
          .etag(required(pairs, "etag"))
          .modified(Instant.parse(required(pairs, "modified")))
          .created(Instant.parse(required(pairs, "created")))
          .checksum(new Checksum(Checksum.Algorithm.CRC32C, required(pairs, "crc32c")))
          .contentType(pairs.get("type"))
          .fileName(pairs.get("file"))
          .metadata(startingWith(METADATA, pairs))
          .tags(startingWith(TAG, pairs))
          .build();
    } catch (InvalidKeyException | IllegalArgumentException | DateTimeException malformed) {
      ZipException failure = new ZipException("an entry is not an object: " + malformed);
      failure.initCause(malformed);
      throw failure;
    }
  }

  private static Map<String, String> pairs(@Nullable String comment) {
    Map<String, String> pairs = new TreeMap<>();
    if (comment != null) {
      for (String pair : comment.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return pairs;
  }

  private static String required(Map<String, String> pairs, String name) {
    String value = pairs.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in its comment");
    }
    return value;
  }

  private static Map<String, String> startingWith(String prefix, Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .filter(pair -> pair.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                pair -> pair.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
