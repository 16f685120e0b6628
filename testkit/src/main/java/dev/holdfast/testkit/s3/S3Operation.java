// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** What a request asks a {@link ScriptedS3} to do. */
public enum S3Operation {
  /** Stores an object. */
  PUT_OBJECT,
  /** Reads an object or a range of it. */
  GET_OBJECT,
  /** Reads what is known about an object. */
  HEAD_OBJECT,
  /** Deletes an object. */
  DELETE_OBJECT,
  /** Deletes many objects. */
  DELETE_OBJECTS,
  /** Lists objects, first version of the call. */
  LIST_OBJECTS,
  /** Lists objects, second version of the call. */
  LIST_OBJECTS_V2,
  /** Copies an object inside the server. */
  COPY_OBJECT,
  /** Begins a multipart upload. */
  CREATE_MULTIPART_UPLOAD,
  /** Stores a part. */
  UPLOAD_PART,
  /** Stores a part from an object of the server. */
  UPLOAD_PART_COPY,
  /** Makes an object of the parts. */
  COMPLETE_MULTIPART_UPLOAD,
  /** Drops the parts. */
  ABORT_MULTIPART_UPLOAD,
  /** Lists the parts of one upload. */
  LIST_PARTS,
  /** Lists uploads that are neither completed nor aborted. */
  LIST_MULTIPART_UPLOADS,
  /** Reads the tags of an object. */
  GET_OBJECT_TAGGING,
  /** Replaces the tags of an object. */
  PUT_OBJECT_TAGGING,
  /** Removes the tags of an object. */
  DELETE_OBJECT_TAGGING,
  /** Asks whether a bucket exists. */
  HEAD_BUCKET,
  /** Asks whether a bucket keeps versions. */
  GET_BUCKET_VERSIONING,
  /** Anything else; answered with 501. */
  OTHER
}
