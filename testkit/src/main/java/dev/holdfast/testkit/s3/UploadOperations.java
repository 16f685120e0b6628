// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** Multipart uploads but for their completion. */
final class UploadOperations {
  private static final int MOST_PARTS = 10_000;

  private final S3State state;

  UploadOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer create(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    ObjectOperations.checkKey(call, bucket);
    Upload upload = new Upload(state.newUploadId(), state.now(), call);
    bucket.add(upload);
    HttpAnswer answer =
        HttpAnswer.xml(
            200,
            new Xml("InitiateMultipartUploadResult")
                .add("Bucket", call.request().bucket())
                .add("Key", call.key())
                .add("UploadId", upload.id()));
    ChecksumAlgorithm algorithm = upload.algorithm();
    if (algorithm != null && call.dialect().checksums()) {
      answer.header("x-amz-checksum-algorithm", algorithm.name());
      answer.header("x-amz-checksum-type", upload.fullObject() ? "FULL_OBJECT" : "COMPOSITE");
    }
    return answer;
  }

  HttpAnswer part(Call call) {
    Upload upload = upload(call);
    int number = partNumber(call);
    ObjectOperations.checkSize(call, call.received().body().size());
    Content content = call.content();
    upload.parts().put(number, new Upload.Part(number, content, state.now()));
    HttpAnswer answer = new HttpAnswer(200).header("etag", content.etag());
    content.checksums().forEach(answer::header);
    return answer;
  }

  HttpAnswer abort(Call call) {
    state.bucket(call.request().bucket()).remove(upload(call));
    return new HttpAnswer(204);
  }

  /**
   * The number of a part.
   *
   * @throws S3Error if it is not one from 1 to 10,000
   */
  static int partNumber(Call call) {
    int number = call.request().number("partNumber", 0);
    if (number < 1 || number > MOST_PARTS) {
      throw S3Error.invalidArgument("partNumber", Integer.toString(number));
    }
    return number;
  }

  private Upload upload(Call call) {
    String id = call.request().parameter("uploadId", "");
    return state.bucket(call.request().bucket()).upload(call.key(), id);
  }
}
