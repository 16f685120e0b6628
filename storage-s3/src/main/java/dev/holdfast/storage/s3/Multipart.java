// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * The parts of one multipart upload: a bounded number is in flight, the first failure stops the
 * others. Begun, fed and ended by one thread; parts end in threads of their own.
 */
final class Multipart {

  /*
   * Implementation notes.
   * Everything mutable is guarded by the lock; signals are announced after it was released.
   * A task is in `running` from before it is handed to the threads until it has ended, also if it
   * never ran. Once `failure` is set no part is sent any more. A part that ends after the upload was
   * aborted may have been stored after the abort; it is then aborted again.
   */

  private static final Duration STRAGGLERS = Duration.ofSeconds(2);

  private final S3Parts parts;
  private final Request request;
  private final CallContext call;
  private final String uploadId;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<PartTask> running = new HashSet<>();
  private final TreeMap<Integer, CompletedPart> done = new TreeMap<>();
  private final Signal room = Signal.of(this::hasRoom);
  private final Signal idle = Signal.of(this::isIdle);
  private final Signal quiet = Signal.of(this::nothingRuns);
  private int numbers;
  private boolean aborted;
  private @Nullable Throwable failure;

  /**
   * An upload that the server has begun.
   *
   * @param request that it belongs to, as parts tell of it: they change nothing
   */
  Multipart(S3Parts parts, Request request, CallContext call, String uploadId) {
    this.parts = parts;
    this.request = request;
    this.call = call;
    this.uploadId = uploadId;
  }

  String uploadId() {
    return uploadId;
  }

  CallContext call() {
    return call;
  }

  Repeats repeats() {
    return parts.transfers().repeats();
  }

  /** Number of the next part, from one. */
  int next() {
    return numbers + 1;
  }

  /** Waits until one more part may be in flight. */
  void awaitRoom() {
    await(room);
  }

  /** Sends the next part as soon as there is room for it; takes the work over in any case. */
  void send(PartTask.Work work) {
    boolean taken = false;
    try {
      awaitRoom();
      numbers++;
      PartTask task = new PartTask(this, numbers, work);
      enter(task);
      taken = true;
      hand(task);
    } finally {
      if (!taken) {
        work.release();
      }
    }
  }

  /** All parts, in order, when each was stored. */
  List<CompletedPart> await() {
    await(idle);
    lock.lock();
    try {
      return List.copyOf(done.values());
    } finally {
      lock.unlock();
    }
  }

  /** Whether no part is wanted any more. */
  boolean stopped() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** The failure of what was dropped when the storage was closed. */
  StorageException closed() {
    return parts.errors().failure(Kind.CANCELLED, request).reason("the storage was closed").build();
  }

  /** A part has ended, stored or not. */
  void ended(PartTask task, @Nullable CompletedPart part, @Nullable Throwable thrown) {
    boolean late;
    lock.lock();
    try {
      running.remove(task);
      if (part != null) {
        done.put(part.partNumber(), part);
      } else if (failure == null) {
        failure = Objects.requireNonNullElseGet(thrown, this::closed);
      }
      late = aborted;
    } finally {
      lock.unlock();
    }
    room.changed();
    idle.changed();
    quiet.changed();
    if (late) {
      abortOnce();
    }
  }

  /**
   * Stops the parts, and makes the server forget them unless they may have become an object.
   * Idempotent; throws nothing.
   */
  void abandon() {
    boolean interrupted = Thread.interrupted();
    stop().forEach(PartTask::interrupt);
    try {
      Deadline patience = Deadline.after(STRAGGLERS, parts.environment().ticker());
      boolean ignored = parts.environment().waits().await(quiet, patience);
    } catch (InterruptedException e) { // then the stragglers abort once more
      interrupted = true;
    }
    lock.lock();
    try {
      aborted = true;
    } finally {
      lock.unlock();
    }
    abortOnce();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<PartTask> stop() {
    lock.lock();
    try {
      if (failure == null) {
        failure = closed();
      }
      return Set.copyOf(running);
    } finally {
      lock.unlock();
    }
  }

  private void abortOnce() {
    try {
      MultipartCalls.abort(parts, request, call, uploadId);
    } catch (RuntimeException ignored) { // the server forgets it by its rule for old uploads
    }
  }

  private void hand(PartTask task) {
    try {
      parts.transfers().threads().run(task);
    } catch (RejectedExecutionException e) {
      task.drop();
    }
  }

  private void enter(PartTask task) {
    lock.lock();
    try {
      running.add(task);
    } finally {
      lock.unlock();
    }
  }

  private void await(Signal signal) {
    try {
      // A session gets more time with each piece, so the time is looked at for each wait.
      Deadline deadline = Deadline.after(call.remaining(), parts.environment().ticker());
      boolean held = parts.environment().waits().await(signal, deadline);
      Throwable thrown = failed();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown != null) {
        throw (RuntimeException) thrown;
      }
      if (!held) {
        throw parts.errors().late(request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw parts.errors().interrupted(request);
    }
  }

  private @Nullable Throwable failed() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    lock.lock();
    try {
      return failure != null || running.size() < parts.transfers().partsInFlight();
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    lock.lock();
    try {
      return failure != null || running.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean nothingRuns() {
    lock.lock();
    try {
      return running.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
