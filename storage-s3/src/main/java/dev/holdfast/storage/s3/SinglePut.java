// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * An object written by one request.
 *
 * @param parts of the driver
 * @param key of the object
 * @param options of the user
 * @param call that it belongs to
 */
record SinglePut(S3Parts parts, StorageKey key, UploadOptions options, CallContext call) {

  ObjectInfo send(WireBody body, Checksum checksum) {
    Request request =
        Request.writing(StorageOperation.UPLOAD, key, options.condition()).sending(body);
    String writeId = call.writeId().orElse(null);
    Map<String, String> metadata =
        MultipartCalls.metadata(parts, request, Described.of(options, writeId, checksum));
    PutObjectResponse answer =
        parts.make(
            request,
            call,
            (client, limits) ->
                client.putObject(
                    put -> describe(put, metadata, checksum).overrideConfiguration(limits),
                    body.request()));
    if (answer.eTag() == null) {
      throw parts.errors().withoutEtag(request);
    }
    return ObjectInfo.builder(key, body.length())
        .describedBy(options)
        .contentType(type())
        .etag(Etag.plain(answer.eTag()))
        .modified(parts.infos().dated(answer))
        .version(answer.versionId())
        .checksum(checksum)
        .writeId(writeId)
        .build();
  }

  private PutObjectRequest.Builder describe(
      PutObjectRequest.Builder put, Map<String, String> metadata, Checksum checksum) {
    WriteHeaders.condition(options.condition(), put);
    return parts
        .headers()
        .on(put)
        .bucket(parts.bucket().name())
        .key(parts.bucket().object(key))
        .contentType(type())
        .metadata(metadata)
        .tagging(WriteHeaders.tagging(options.tags()))
        .checksumCRC32C(parts.traits().declaredChecksum() ? base64(checksum) : null);
  }

  private String type() {
    return options.contentType().orElse(S3Uploads.UNTYPED);
  }

  private static String base64(Checksum crc32c) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(crc32c.hex()));
  }
}
