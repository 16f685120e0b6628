// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.spi.CallContext;

/**
 * What the pieces of a driver share.
 *
 * @param calls makes requests
 * @param errors describes failures
 * @param bucket where objects are
 * @param traits of the server
 * @param headers of every write
 * @param infos reads answers
 * @param transfers large objects
 * @param environment clocks, waits, randomness
 */
record S3Parts(
    S3Calls calls,
    S3Errors errors,
    Bucket bucket,
    S3Profile.Traits traits,
    WriteHeaders headers,
    ObjectInfos infos,
    Transfers transfers,
    Environment environment) {

  /** Makes a request, as {@link S3Calls#make}. */
  <T> T make(Request request, CallContext call, S3Calls.Sending<T> sending) {
    return calls.make(request, call, sending);
  }
}
