// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One write of an object, repeated as far as it may be. One thread at a time.
 *
 * <p>The table of the decision record <em>What is sent a second time</em>: what was not applied is
 * repeated; what was answered and may have been applied is looked at, then repeated; what was never
 * answered is looked at and never sent again.
 */
final class Write {

  private final StorageDriver below;
  private final StorageOperation operation;
  private final StorageKey key;
  private final CallContext call;
  private final @Nullable String writeId;
  private final Tries tries;

  /**
   * A write that has not begun.
   *
   * @param key the object that it makes
   * @param writeId kept with the object; null where the backend keeps none
   */
  Write(
      StorageDriver below,
      Repeats repeats,
      StorageOperation operation,
      StorageKey key,
      CallContext call,
      @Nullable String writeId) {
    this.below = below;
    this.operation = operation;
    this.key = key;
    this.call = call;
    this.writeId = writeId;
    this.tries = new Tries(repeats, operation, call);
  }

  /**
   * Sends it until it is done or may not be sent again.
   *
   * @param repeatable whether the request can be made once more
   */
  ObjectInfo send(Function<Attempt, ObjectInfo> request, BooleanSupplier repeatable) {
    while (true) {
      Attempt attempt = Attempt.of(call, writeId);
      try {
        return request.apply(attempt);
      } catch (StorageException e) {
        Optional<ObjectInfo> found = after(attempt, e, repeatable);
        if (found.isPresent()) {
          return found.get();
        }
        tries.taken(Measure.RETRY);
      }
    }
  }

  /**
   * Looks for what a commit may have made that cannot be repeated.
   *
   * @param attempt of the session
   * @throws StorageException the failure, if nothing was found
   */
  ObjectInfo resolve(Attempt attempt, StorageException failure) {
    return after(attempt, failure, () -> false).orElseThrow(() -> tries.end(failure));
  }

  /** The object if it is found to be made by this write; empty if the write may be repeated now. */
  private Optional<ObjectInfo> after(
      Attempt attempt, StorageException failure, BooleanSupplier repeatable) {
    tries.failed(attempt, failure);
    if (Tries.stopped(attempt)) {
      throw tries.end(failure);
    }
    boolean unknown = failure.outcome() == Outcome.UNKNOWN;
    if (failure.kind() == Kind.PRECONDITION_FAILED && !unknown && tries.repeated()) {
      return Optional.of(refused(failure));
    }
    boolean again = failure.settled() && repeatable.getAsBoolean();
    boolean asking = unknown && writeId != null;
    if (!failure.kind().passing() || !(again || asking)) {
      throw tries.end(failure);
    }
    tries.next(failure);
    if (!asking) {
      return Optional.empty();
    }
    Optional<ObjectInfo> found = search(failure, failure.settled());
    if (found.isEmpty()) {
      if (!again) {
        throw tries.end(failure);
      }
      tries.pay(failure);
    }
    return found;
  }

  /** A condition did not hold after an earlier try: perhaps because that one was applied. */
  private ObjectInfo refused(StorageException failure) {
    if (writeId == null) {
      throw tries.end(failure);
    }
    tries.pay(failure);
    return search(failure, true).orElseThrow(() -> tries.end(failure));
  }

  /**
   * Looks at the object until it is known who made it.
   *
   * @param once whether another's object, or none, is an answer; else it is looked at again
   * @throws StorageException the failure, if there is no answer
   */
  private Optional<ObjectInfo> search(StorageException failure, boolean once) {
    while (true) {
      StorageException latest = failure;
      Attempt look = Attempt.lookFor(call, operation);
      try {
        Optional<ObjectInfo> found = below.stat(key, look).filter(this::isOurs);
        tries.asked(look);
        if (found.isPresent()) {
          tries.taken(Measure.RESOLVED);
        }
        if (found.isPresent() || once) {
          return found;
        }
      } catch (StorageException e) {
        latest = e;
        lookFailed(look, e, failure);
      }
      tries.next(failure, latest);
    }
  }

  private void lookFailed(Attempt look, StorageException e, StorageException failure) {
    tries.askedInVain(look, e);
    if (e.kind() == Kind.CANCELLED) {
      throw tries.interrupted(failure, e);
    }
    if (!e.kind().passing() || Tries.stopped(look)) {
      throw tries.end(failure);
    }
  }

  private boolean isOurs(ObjectInfo info) {
    return info.writeId().isPresent() && info.writeId().get().equals(writeId);
  }
}
