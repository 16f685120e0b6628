// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * How long attempts may take, on the ticker they are measured with.
 *
 * @param where names the storage in messages
 * @param control of a request without a body
 * @param upload of a request that sends so many bytes
 * @param leastBytesPerSecond of a body, zero for no limit
 * @param window over which that is averaged
 * @param ticker time
 */
public record TimeLimits(
    String where,
    Duration control,
    LongFunction<Duration> upload,
    long leastBytesPerSecond,
    Duration window,
    Ticker ticker) {

  /** The end of a request without a body that begins now. */
  Deadline forControl() {
    return Deadline.after(control, ticker);
  }

  /** The end of a request that begins now and sends so many bytes. */
  Deadline forUpload(long bytes) {
    return Deadline.after(upload.apply(bytes), ticker);
  }

  /** The end of a request that sends so many bytes and was at it for some time already. */
  Deadline forUpload(long bytes, long spentNanos) {
    long left = upload.apply(bytes).toNanos() - spentNanos;
    return Deadline.after(Duration.ofNanos(Math.max(0L, left)), ticker);
  }

  /** Whether bodies have a least throughput. */
  boolean watching() {
    return leastBytesPerSecond > 0L;
  }

  /** What is thrown when a body moves too slowly. */
  StorageException tooSlow(StorageOperation operation, StorageKey key, Throughput seen) {
    StorageExceptionBuilder facts =
        StorageException.builder(Kind.TIMEOUT)
            .operation(operation)
            .where(where)
            .key(key)
            .reason(
                "the body moved %s, the least is %d bytes/s over %s"
                    .formatted(seen, leastBytesPerSecond, window))
            .advice("look at the network, or lower leastBytesPerSecond");
    return facts.build();
  }
}
