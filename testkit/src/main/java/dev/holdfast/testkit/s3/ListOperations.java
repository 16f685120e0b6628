// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Listings of objects, first and second version of the call. */
final class ListOperations {
  private static final int MOST_KEYS = 1000;

  private final S3State state;

  ListOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer second(Call call) {
    if (call.dialect().listing() == S3Dialect.Listing.FIRST_VERSION_ONLY) {
      return first(call);
    }
    S3Request request = call.request();
    String token = request.parameter("continuation-token", "");
    String startAfter = request.parameter("start-after", "");
    Page page = page(call, token.isEmpty() ? startAfter : decoded(token));
    Xml xml = begin(call, page);
    xml.add("KeyCount", page.entries().size());
    if (!token.isEmpty()) {
      xml.add("ContinuationToken", token);
    }
    if (!startAfter.isEmpty()) {
      xml.add("StartAfter", name(call, startAfter));
    }
    if (page.truncated()) {
      boolean stuck = call.dialect().listing() == S3Dialect.Listing.STUCK;
      String next = stuck ? (token.isEmpty() ? startAfter : decoded(token)) : page.last();
      xml.add("NextContinuationToken", encoded(next));
    }
    return entries(call, page, xml);
  }

  HttpAnswer first(Call call) {
    Page page = page(call, call.request().parameter("marker", ""));
    Xml xml = begin(call, page);
    xml.add("Marker", name(call, call.request().parameter("marker", "")));
    if (page.truncated()) {
      xml.add("NextMarker", name(call, page.last()));
    }
    return entries(call, page, xml);
  }

  private Page page(Call call, String after) {
    S3Request request = call.request();
    Bucket bucket = state.bucket(request.bucket());
    int most = Math.min(MOST_KEYS, request.number("max-keys", MOST_KEYS));
    String delimiter = request.parameter("delimiter", "");
    Page.Wanted wanted = new Page.Wanted(request.parameter("prefix", ""), delimiter, after, most);
    return Page.of(bucket.keys(), key -> bucket.current(key) != null, wanted);
  }

  private static Xml begin(Call call, Page page) {
    S3Request request = call.request();
    Xml xml = new Xml("ListBucketResult").add("Name", request.bucket());
    xml.add("Prefix", name(call, request.parameter("prefix", "")));
    String delimiter = request.parameter("delimiter", "");
    if (!delimiter.isEmpty()) {
      xml.add("Delimiter", name(call, delimiter));
    }
    if (urls(call)) {
      xml.add("EncodingType", "url");
    }
    xml.add("MaxKeys", Math.min(MOST_KEYS, request.number("max-keys", MOST_KEYS)));
    return xml.add("IsTruncated", Boolean.toString(page.truncated()));
  }

  private HttpAnswer entries(Call call, Page page, Xml xml) {
    Bucket bucket = state.bucket(call.request().bucket());
    for (String key : inDialect(call, page.keys())) {
      Version version = Objects.requireNonNull(bucket.current(key), key);
      xml.open("Contents").add("Key", name(call, key));
      xml.add("LastModified", HttpDates.iso(version.modified()));
      xml.add("ETag", version.content().etag());
      xml.add("Size", version.content().body().size());
      String storage = version.attributes().headers().get("x-amz-storage-class");
      xml.add("StorageClass", storage == null ? "STANDARD" : storage).close();
    }
    for (String prefix : inDialect(call, page.prefixes())) {
      xml.open("CommonPrefixes").add("Prefix", name(call, prefix)).close();
    }
    return HttpAnswer.xml(200, xml);
  }

  private static List<String> inDialect(Call call, List<String> sorted) {
    List<String> names = new ArrayList<>(sorted);
    if (call.dialect().listing() == S3Dialect.Listing.UNSORTED) {
      Collections.reverse(names);
    }
    return names;
  }

  static String name(Call call, String plain) {
    return urls(call) ? Percent.encode(plain, false) : plain;
  }

  static boolean urls(Call call) {
    return call.request().parameter("encoding-type", "").equals("url");
  }

  private static String encoded(String last) {
    return Base64.getUrlEncoder()
        .encodeToString(("after " + last).getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith("after ")) {
        return text.substring("after ".length());
      }
    } catch (IllegalArgumentException e) {
      throw S3Error.invalidArgument("continuation-token", token);
    }
    throw S3Error.invalidArgument("continuation-token", token);
  }
}
