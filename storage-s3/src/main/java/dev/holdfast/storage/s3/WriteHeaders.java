// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.WriteCondition;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * What the settings of a storage add to every write, and conditions as S3 has them.
 *
 * @param storageClass or null for that of the bucket
 * @param encryption or null for that of the bucket
 * @param kmsKey or null for the one of the server
 */
record WriteHeaders(
    @Nullable String storageClass,
    @Nullable ServerSideEncryption encryption,
    @Nullable String kmsKey) {

  PutObjectRequest.Builder on(PutObjectRequest.Builder put) {
    return put.storageClass(storageClass).serverSideEncryption(encryption).ssekmsKeyId(kmsKey);
  }

  CreateMultipartUploadRequest.Builder on(CreateMultipartUploadRequest.Builder create) {
    return create.storageClass(storageClass).serverSideEncryption(encryption).ssekmsKeyId(kmsKey);
  }

  CopyObjectRequest.Builder on(CopyObjectRequest.Builder copy) {
    return copy.storageClass(storageClass).serverSideEncryption(encryption).ssekmsKeyId(kmsKey);
  }

  static void condition(WriteCondition condition, PutObjectRequest.Builder put) {
    put.ifNoneMatch(ifNoneMatch(condition)).ifMatch(ifMatch(condition));
  }

  static void condition(WriteCondition condition, CompleteMultipartUploadRequest.Builder complete) {
    complete.ifNoneMatch(ifNoneMatch(condition)).ifMatch(ifMatch(condition));
  }

  static void condition(WriteCondition condition, CopyObjectRequest.Builder copy) {
    copy.ifNoneMatch(ifNoneMatch(condition)).ifMatch(ifMatch(condition));
  }

  /** The value of {@code If-Match}, or null. */
  static @Nullable String ifMatch(WriteCondition condition) {
    return condition instanceof WriteCondition.IfMatch match ? Etag.quoted(match.etag()) : null;
  }

  /** Tags as the SDK takes them, or null for none. */
  static @Nullable Tagging tagging(Map<String, String> tags) {
    return tags.isEmpty()
        ? null
        : Tagging.builder()
            .tagSet(
                tags.entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
            .build();
  }

  private static @Nullable String ifNoneMatch(WriteCondition condition) {
    return condition instanceof WriteCondition.IfAbsent ? "*" : null;
  }
}
