// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.EnumMap;
import java.util.Map;

/** Which class does what. */
final class Operations {
  /** Something a request asks for. Runs under the lock of the state. */
  interface Operation {
    /**
     * Does it.
     *
     * @throws S3Error if it is refused
     */
    HttpAnswer run(Call call);
  }

  private final Map<S3Operation, Operation> all = new EnumMap<>(S3Operation.class);
  private final S3State state;

  Operations(S3State state) {
    this.state = state;
    ObjectOperations objects = new ObjectOperations(state);
    all.put(S3Operation.PUT_OBJECT, objects::put);
    all.put(S3Operation.GET_OBJECT, objects::get);
    all.put(S3Operation.HEAD_OBJECT, objects::head);
    DeleteOperations deletes = new DeleteOperations(state);
    all.put(S3Operation.DELETE_OBJECT, deletes::delete);
    all.put(S3Operation.DELETE_OBJECTS, deletes::deleteAll);
    CopyOperations copies = new CopyOperations(state);
    all.put(S3Operation.COPY_OBJECT, copies::copy);
    all.put(S3Operation.UPLOAD_PART_COPY, copies::copyPart);
    UploadOperations uploads = new UploadOperations(state);
    all.put(S3Operation.CREATE_MULTIPART_UPLOAD, uploads::create);
    all.put(S3Operation.UPLOAD_PART, uploads::part);
    all.put(S3Operation.ABORT_MULTIPART_UPLOAD, uploads::abort);
    all.put(S3Operation.COMPLETE_MULTIPART_UPLOAD, new CompleteOperation(state)::complete);
    UploadListings uploadListings = new UploadListings(state);
    all.put(S3Operation.LIST_PARTS, uploadListings::parts);
    all.put(S3Operation.LIST_MULTIPART_UPLOADS, uploadListings::uploads);
    ListOperations lists = new ListOperations(state);
    all.put(S3Operation.LIST_OBJECTS, lists::first);
    all.put(S3Operation.LIST_OBJECTS_V2, lists::second);
    TagOperations tags = new TagOperations(state);
    all.put(S3Operation.GET_OBJECT_TAGGING, tags::get);
    all.put(S3Operation.PUT_OBJECT_TAGGING, tags::put);
    all.put(S3Operation.DELETE_OBJECT_TAGGING, tags::delete);
    all.put(S3Operation.HEAD_BUCKET, this::headBucket);
    all.put(S3Operation.GET_BUCKET_VERSIONING, this::versioning);
  }

  /** Lets a call take effect; a refusal is an answer, too. */
  HttpAnswer run(S3Request request, Received received, long number, S3Dialect dialect) {
    HttpAnswer answer;
    try {
      Map<String, String> checksums = Integrity.verify(request, received, dialect);
      Call call = new Call(number, request, received, checksums, dialect);
      Operation operation = all.get(request.operation());
      if (operation == null || !dialect.knows(request.operation())) {
        throw S3Error.notImplemented(request.operation().name());
      }
      answer = state.locked(() -> operation.run(call));
    } catch (S3Error e) {
      answer = e.answer(request.head().path());
    }
    return request.head().method().equals("HEAD") ? answer.withoutBody() : answer;
  }

  private HttpAnswer headBucket(Call call) {
    Bucket ignored = state.bucket(call.request().bucket());
    return new HttpAnswer(200).header("x-amz-bucket-region", "us-east-1");
  }

  private HttpAnswer versioning(Call call) {
    Bucket ignored = state.bucket(call.request().bucket());
    Xml xml = new Xml("VersioningConfiguration");
    return HttpAnswer.xml(200, state.versioned() ? xml.add("Status", "Enabled") : xml);
  }
}
