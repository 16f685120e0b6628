// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is kept with an object beside its bytes.
 *
 * @param headers fields that reads give back, user metadata included
 * @param tags the tags
 */
record Attributes(Map<String, String> headers, Map<String, String> tags) {
  static final String META = "x-amz-meta-";

  private static final int METADATA_BYTES = 2048;
  private static final String ENCODING = "content-encoding";
  private static final String STORAGE_CLASS = "x-amz-storage-class";
  private static final Set<String> KEPT =
      Set.of(
          "cache-control",
          "content-disposition",
          "content-language",
          "content-type",
          "expires",
          "x-amz-website-redirect-location");

  /**
   * What a request wants to be kept.
   *
   * @throws S3Error if there is too much of it
   */
  static Attributes of(Call call) {
    Headers sent = call.request().head().headers();
    Map<String, String> kept = new TreeMap<>();
    int[] metadataBytes = {0};
    sent.joined()
        .forEach(
            (name, value) -> {
              if (name.startsWith(META)) {
                metadataBytes[0] += name.length() - META.length() + value.length();
                kept.put(name, value);
              } else if (KEPT.contains(name)) {
                kept.put(name, value);
              }
            });
    if (metadataBytes[0] > METADATA_BYTES) {
      throw new S3Error(400, "MetadataTooLarge", "User metadata is longer than 2048 bytes.");
    }
    kept.putIfAbsent("content-type", "binary/octet-stream");
    keepEncoding(sent, kept);
    keepPlacement(sent, kept);
    String tags = sent.get("x-amz-tagging");
    return new Attributes(
        Collections.unmodifiableMap(kept), tags == null ? Map.of() : Tags.ofHeader(call, tags));
  }

  Attributes withTags(Map<String, String> newTags) {
    return new Attributes(headers, newTags);
  }

  /** User metadata without the prefix of its fields. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(META)) {
            metadata.put(name.substring(META.length()), value);
          }
        });
    return Collections.unmodifiableMap(metadata);
  }

  /** Whether the ETag is no MD5 because of a key that the server does not hold itself. */
  boolean opaqueEtag() {
    return headers.getOrDefault("x-amz-server-side-encryption", "").startsWith("aws:kms");
  }

  /** The transfer's own encoding is not the object's. */
  private static void keepEncoding(Headers sent, Map<String, String> kept) {
    StringBuilder left = new StringBuilder();
    for (String one : sent.get(ENCODING, "").split(",", -1)) {
      String encoding = one.strip();
      if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("aws-chunked")) {
        left.append(left.isEmpty() ? "" : ",").append(encoding);
      }
    }
    if (!left.isEmpty()) {
      kept.put(ENCODING, left.toString());
    }
  }

  private static void keepPlacement(Headers sent, Map<String, String> kept) {
    sent.each(
        (name, value) -> {
          boolean unusual = name.equals(STORAGE_CLASS) && !value.equals("STANDARD");
          if (unusual || name.startsWith("x-amz-server-side-encryption")) {
            kept.put(name, value);
          }
        });
  }
}
