// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an operation, as the layers inside of the retry see it: the time that is left, the
 * id of the write, and whether a layer refused it before anything was sent. Thread-safe.
 */
final class Attempt implements CallContext {

  private final CallContext operation;
  private final Deadline limit;
  private final @Nullable String writeId;
  private final AtomicBoolean refused;

  private Attempt(
      CallContext operation, Deadline limit, @Nullable String writeId, AtomicBoolean refused) {
    this.operation = operation;
    this.limit = limit;
    this.writeId = writeId;
    this.refused = refused;
  }

  /** An attempt that may take as long as its operation. */
  static Attempt of(CallContext operation, @Nullable String writeId) {
    return new Attempt(operation, Deadline.never(), writeId, new AtomicBoolean());
  }

  /** The same call with less time. */
  static Attempt within(CallContext call, Deadline limit) {
    return call instanceof Attempt attempt
        ? new Attempt(call, limit, attempt.writeId, attempt.refused)
        : new Attempt(call, limit, call.writeId().orElse(null), new AtomicBoolean());
  }

  /** Says that nothing was sent, and nothing will be as long as things are as they are. */
  static void refuse(CallContext call) {
    if (call instanceof Attempt attempt) {
      attempt.refused.set(true);
    }
  }

  /** Whether a layer refused it. */
  boolean refused() {
    return refused.get();
  }

  @Override
  public Duration remaining() {
    Duration left = operation.remaining();
    return limit.unbounded() || limit.remaining().compareTo(left) > 0 ? left : limit.remaining();
  }

  @Override
  public Optional<String> writeId() {
    return Optional.ofNullable(writeId);
  }
}
