// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;

/** Tells from method, target and headers which operation a request asks for. */
final class Routing {
  private Routing() {}

  static S3Operation operation(
      String method, String key, Map<String, String> query, Headers headers) {
    if (key.isEmpty()) {
      return ofBucket(method, query);
    }
    if (query.containsKey("tagging")) {
      return tagging(method);
    }
    boolean upload = query.containsKey("uploadId");
    return switch (method) {
      case "GET" -> upload ? S3Operation.LIST_PARTS : reading(query, S3Operation.GET_OBJECT);
      case "HEAD" -> S3Operation.HEAD_OBJECT;
      case "PUT" -> writing(upload, headers.has("x-amz-copy-source"), query);
      case "DELETE" -> upload ? S3Operation.ABORT_MULTIPART_UPLOAD : S3Operation.DELETE_OBJECT;
      case "POST" -> posting(upload, query);
      default -> S3Operation.OTHER;
    };
  }

  private static S3Operation ofBucket(String method, Map<String, String> query) {
    if (method.equals("HEAD")) {
      return S3Operation.HEAD_BUCKET;
    }
    if (method.equals("POST") && query.containsKey("delete")) {
      return S3Operation.DELETE_OBJECTS;
    }
    if (!method.equals("GET")) {
      return S3Operation.OTHER;
    }
    if (query.containsKey("uploads")) {
      return S3Operation.LIST_MULTIPART_UPLOADS;
    }
    if (query.containsKey("versioning")) {
      return S3Operation.GET_BUCKET_VERSIONING;
    }
    boolean second = "2".equals(query.get("list-type"));
    return reading(query, second ? S3Operation.LIST_OBJECTS_V2 : S3Operation.LIST_OBJECTS);
  }

  /** Sub-resources that this server does not have must not look like the resource itself. */
  private static S3Operation reading(Map<String, String> query, S3Operation plain) {
    boolean other =
        query.containsKey("acl")
            || query.containsKey("attributes")
            || query.containsKey("location")
            || query.containsKey("lifecycle")
            || query.containsKey("partNumber")
            || query.containsKey("versions");
    return other ? S3Operation.OTHER : plain;
  }

  private static S3Operation tagging(String method) {
    return switch (method) {
      case "GET" -> S3Operation.GET_OBJECT_TAGGING;
      case "PUT" -> S3Operation.PUT_OBJECT_TAGGING;
      case "DELETE" -> S3Operation.DELETE_OBJECT_TAGGING;
      default -> S3Operation.OTHER;
    };
  }

  private static S3Operation writing(boolean part, boolean copy, Map<String, String> query) {
    if (part) {
      return copy ? S3Operation.UPLOAD_PART_COPY : S3Operation.UPLOAD_PART;
    }
    return copy ? S3Operation.COPY_OBJECT : reading(query, S3Operation.PUT_OBJECT);
  }

  private static S3Operation posting(boolean upload, Map<String, String> query) {
    if (upload) {
      return S3Operation.COMPLETE_MULTIPART_UPLOAD;
    }
    return query.containsKey("uploads") ? S3Operation.CREATE_MULTIPART_UPLOAD : S3Operation.OTHER;
  }
}
