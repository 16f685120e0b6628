// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes single requests: each within the time that its call has left, each failure told as {@link
 * S3Errors} has it. Sent twice is only a request that the server refused for the clock of this
 * machine, which the SDK has then learnt to correct.
 *
 * @param client of the SDK, without retries of its own
 * @param errors describes failures
 * @param presence of the bucket, told of each success
 */
record S3Calls(S3Client client, S3Errors errors, Presence presence) {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /**
   * Makes a request.
   *
   * @throws StorageException if it failed; what the content of its body threw, if that did
   */
  <T> T make(Request request, CallContext call, Sending<T> sending) {
    WireBody body = request.body();
    try {
      try {
        return attempt(request, call, sending);
      } catch (AwsServiceException e) {
        if (!e.isClockSkewException()) {
          throw e;
        }
        return attempt(request, call, sending);
      }
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw errors.translate(request, e);
    } finally {
      if (body != null) {
        body.release();
      }
    }
  }

  private <T> T attempt(Request request, CallContext call, Sending<T> sending) {
    if (Thread.currentThread().isInterrupted()) {
      throw errors.interrupted(request);
    }
    Duration left = call.remaining();
    if (left.isZero()) {
      throw errors.late(request);
    }
    T answer = sending.send(client, limits(left));
    presence.seen();
    return answer;
  }

  private static @Nullable AwsRequestOverrideConfiguration limits(Duration left) {
    if (left.compareTo(LONGEST) >= 0) {
      return null;
    }
    Duration limit = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return AwsRequestOverrideConfiguration.builder().apiCallTimeout(limit).build();
  }

  /** One request of the SDK. */
  @FunctionalInterface
  interface Sending<T> {

    /** Sends it, with the limits in its override configuration. */
    T send(S3Client client, @Nullable AwsRequestOverrideConfiguration limits);
  }
}
