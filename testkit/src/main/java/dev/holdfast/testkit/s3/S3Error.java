// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused, with the status and the code that S3 gives. */
final class S3Error extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> details = new LinkedHashMap<>();
  private final transient Headers headers = new Headers();

  S3Error(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** Adds an element to the body of the answer. */
  S3Error with(String element, String text) {
    details.put(element, text);
    return this;
  }

  /** Adds a field to the head of the answer. */
  S3Error header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  HttpAnswer answer(String resource) {
    Xml xml = new Xml("Error").add("Code", code).add("Message", message());
    details.forEach(xml::add);
    HttpAnswer answer = HttpAnswer.xml(status, xml.add("Resource", resource)).error(code);
    headers.each(answer::header);
    return answer;
  }

  static S3Error noSuchKey(String key) {
    return new S3Error(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
  }

  static S3Error noSuchUpload(String id) {
    return new S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.")
        .with("UploadId", id);
  }

  static S3Error preconditionFailed(String condition) {
    return new S3Error(412, "PreconditionFailed", "A precondition that you gave does not hold.")
        .with("Condition", condition);
  }

  static S3Error invalidArgument(String name, String value) {
    return new S3Error(400, "InvalidArgument", "The value of " + name + " is not valid.")
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  static S3Error malformedXml() {
    return new S3Error(400, "MalformedXML", "The XML of the request is not what it has to be.");
  }

  static S3Error notImplemented(String what) {
    return new S3Error(501, "NotImplemented", "This server does not know " + what + ".");
  }
}
