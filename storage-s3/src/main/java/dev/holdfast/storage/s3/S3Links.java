// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;

/**
 * Makes links, for the endpoint that those who use them see: the host is part of the signature.
 *
 * @param presigner of the SDK, with that endpoint
 * @param bucket where objects are
 * @param errors describes failures
 */
record S3Links(S3Presigner presigner, Bucket bucket, S3Errors errors) {

  PresignedRequest sign(PresignRequest request) {
    try {
      software.amazon.awssdk.awscore.presigner.PresignedRequest signed =
          switch (request.method()) {
            case GET -> presigner.presignGetObject(get(request));
            case PUT -> presigner.presignPutObject(put(request));
          };
      Map<String, String> headers = new HashMap<>();
      signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
      headers.keySet().removeIf(name -> name.equalsIgnoreCase("host"));
      return new PresignedRequest(
          request.method(), URI.create(signed.url().toString()), headers, signed.expiration());
    } catch (CheckedCredentials.Missing e) {
      throw errors
          .failure(Kind.ACCESS_DENIED, StorageOperation.PRESIGN, request.key())
          .reason("there are no credentials to sign with")
          .cause(e)
          .build();
    }
  }

  private GetObjectPresignRequest get(PresignRequest request) {
    return GetObjectPresignRequest.builder()
        .signatureDuration(request.expiry())
        .getObjectRequest(get -> get.bucket(bucket.name()).key(bucket.object(request.key())))
        .build();
  }

  private PutObjectPresignRequest put(PresignRequest request) {
    return PutObjectPresignRequest.builder()
        .signatureDuration(request.expiry())
        .putObjectRequest(
            put ->
                put.bucket(bucket.name())
                    .key(bucket.object(request.key()))
                    .contentType(request.contentType().orElse(null)))
        .build();
  }
}
