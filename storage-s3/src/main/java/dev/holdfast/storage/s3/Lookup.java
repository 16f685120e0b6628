// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Asks for an object by HEAD. The answer 404 to it has no body, and so no code that tells a missing
 * object from a missing bucket, or S3 from a gateway that lost its backend. It is believed if it
 * has a request id and the bucket was there a moment ago, or if a GET confirms it.
 */
final class Lookup {

  private static final int MOST_LOOKS = 3;

  private Lookup() {}

  /** What is known of an object but its tags, or empty if there surely is none. */
  static Optional<ObjectInfo> stat(
      S3Parts parts, StorageKey key, Request request, CallContext call) {
    return head(parts, key, request, call).map(head -> parts.infos().of(key, head));
  }

  /** The whole answer, or empty if there surely is no object. */
  static Optional<HeadObjectResponse> head(
      S3Parts parts, StorageKey key, Request request, CallContext call) {
    Request reading = Request.reading(request.operation(), key);
    String object = parts.bucket().object(key);
    for (int look = 1; look <= MOST_LOOKS; look++) {
      try {
        return Optional.of(once(parts, object, reading, call));
      } catch (StorageException e) {
        AwsServiceException answer = notFound(e);
        if (answer == null) {
          throw e;
        }
        boolean credible = answer.requestId() != null && parts.calls().presence().recent();
        if (credible || absent(parts, object, reading, call)) {
          return Optional.empty();
        }
      }
    }
    throw parts
        .errors()
        .failure(Kind.UNAVAILABLE, reading)
        .reason("the server says again and again that there is no object, and then gives it")
        .advice("try again")
        .build();
  }

  private static HeadObjectResponse once(
      S3Parts parts, String object, Request reading, CallContext call) {
    return parts.make(
        reading,
        call,
        (client, limits) ->
            client.headObject(
                head ->
                    head.bucket(parts.bucket().name()).key(object).overrideConfiguration(limits)));
  }

  /**
   * Whether the server says by a code of its own that there is no such object; false if there is
   * one by now.
   */
  private static boolean absent(S3Parts parts, String object, Request reading, CallContext call) {
    try {
      parts
          .make(
              reading,
              call,
              (client, limits) ->
                  client.getObject(
                      get ->
                          get.bucket(parts.bucket().name())
                              .key(object)
                              .range("bytes=0-0")
                              .overrideConfiguration(limits)))
          .abort();
      return false;
    } catch (StorageException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return true;
      }
      if (e.kind() == Kind.RANGE_NOT_SATISFIABLE) {
        return false;
      }
      throw e;
    }
  }

  private static @Nullable AwsServiceException notFound(StorageException failure) {
    return failure.getCause() instanceof AwsServiceException answer && answer.statusCode() == 404
        ? answer
        : null;
  }
}
