// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as S3 understands it.
 *
 * @param head what came
 * @param operation what is asked for
 * @param bucket the bucket, empty if the target names none
 * @param key the decoded key, empty if the target names none
 * @param query the decoded query
 */
record S3Request(
    RequestHead head, S3Operation operation, String bucket, String key, Map<String, String> query) {

  /**
   * Understands a head; a bucket stands in the path, or before ".localhost" in the host.
   *
   * @throws S3Error if the target cannot be decoded
   */
  static S3Request of(RequestHead head) {
    Map<String, String> query = Percent.query(head.query());
    String path = Percent.decode(head.path(), false).substring(1);
    String bucket = hostBucket(head.headers().get("host", ""));
    String key = path;
    if (bucket.isEmpty()) {
      int slash = path.indexOf('/');
      bucket = slash < 0 ? path : path.substring(0, slash);
      key = slash < 0 ? "" : path.substring(slash + 1);
    }
    S3Operation operation = Routing.operation(head.method(), key, query, head.headers());
    return new S3Request(head, operation, bucket, key, query);
  }

  /** The value of a header, or null. */
  @Nullable String header(String name) {
    return head.headers().get(name);
  }

  /** The value of a query parameter, or a value for one that is missing. */
  String parameter(String name, String missing) {
    return query.getOrDefault(name, missing);
  }

  /**
   * A number in the query.
   *
   * @throws S3Error if it is none
   */
  int number(String name, int missing) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return missing;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw S3Error.invalidArgument(name, text);
    }
    throw S3Error.invalidArgument(name, text);
  }

  private static String hostBucket(String host) {
    int port = host.indexOf(':');
    String name = port < 0 ? host : host.substring(0, port);
    return name.endsWith(".localhost") ? name.substring(0, name.indexOf(".localhost")) : "";
  }
}
