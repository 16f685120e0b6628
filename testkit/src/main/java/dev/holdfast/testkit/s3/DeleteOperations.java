// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.List;

/** Deletes of one object and of many. */
final class DeleteOperations {
  private static final int MOST_KEYS = 1000;

  private final S3State state;

  DeleteOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer delete(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    Preconditions.forWrite(call, bucket.current(call.key()));
    String id = call.request().parameter("versionId", "");
    String told = state.delete(call, call.key(), id);
    HttpAnswer answer = new HttpAnswer(204);
    if (!told.isEmpty()) {
      answer.header("x-amz-version-id", told);
    }
    if (!told.isEmpty() && id.isEmpty()) {
      answer.header("x-amz-delete-marker", "true");
    }
    return answer;
  }

  HttpAnswer deleteAll(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    if (call.header("content-md5") == null && call.dialect().batchDeleteNeedsMd5()) {
      throw new S3Error(
          400, "MissingContentMD5", "Missing required header for this request: Content-MD5");
    }
    XmlElement document = XmlReader.read(call.received().body(), "Delete");
    List<XmlElement> objects = document.all("Object");
    if (objects.isEmpty() || objects.size() > MOST_KEYS) {
      throw S3Error.malformedXml();
    }
    boolean quiet = document.textOf("Quiet").equalsIgnoreCase("true");
    Xml result = new Xml("DeleteResult");
    for (XmlElement object : objects) {
      deleteOne(call, bucket, object, quiet, result);
    }
    return HttpAnswer.xml(200, result);
  }

  private void deleteOne(Call call, Bucket bucket, XmlElement object, boolean quiet, Xml result) {
    String key = object.textOf("Key");
    String id = object.textOf("VersionId");
    String etag = object.textOf("ETag");
    try {
      String failure = call.dialect().failingKeys().get(key);
      if (failure != null) {
        throw new S3Error(500, failure, "As the test wants it.");
      }
      boolean conditions =
          call.dialect().conditions(S3Operation.DELETE_OBJECTS) == S3Dialect.Conditions.HONOURED;
      if (!etag.isEmpty() && conditions) {
        Preconditions.matchesCurrent(etag, bucket.current(key), key);
      }
      String told = state.delete(call, key, id);
      if (!quiet) {
        result.open("Deleted").add("Key", key);
        if (!told.isEmpty()) {
          result.add(id.isEmpty() ? "DeleteMarkerVersionId" : "VersionId", told);
        }
        result.close();
      }
    } catch (S3Error e) {
      result.open("Error").add("Key", key).add("Code", e.code()).add("Message", e.message());
      result.close();
    }
  }
}
