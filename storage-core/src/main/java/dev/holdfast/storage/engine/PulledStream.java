// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a {@link Puller} hands over, waited for until a deadline. One thread at a time.
 *
 * <p>When the deadline comes, or the stream is closed before its end, the pulling thread is
 * interrupted and the source closed; whether the source reacts no longer matters to the reader.
 */
final class PulledStream extends InputStream {

  private final StorageKey key;
  private final Deadline deadline;
  private final EngineParts parts;
  private final HandOver handOver;
  private final Puller puller;
  private HandOver.@Nullable Block block;
  private int position;

  private PulledStream(Content content, StorageKey key, Deadline deadline, EngineParts parts) {
    this.key = key;
    this.deadline = deadline;
    this.parts = parts;
    this.handOver = new HandOver(content.length());
    this.puller = new Puller(content, handOver, parts.environment().waits());
  }

  /** Begins to pull. */
  static PulledStream start(Content content, StorageKey key, Deadline deadline, EngineParts parts)
      throws PullFailure {
    PulledStream stream = new PulledStream(content, key, deadline, parts);
    try {
      parts.threads().content().execute(stream.puller);
      return stream;
    } catch (RejectedExecutionException e) {
      throw new PullFailure(
          parts
              .failures()
              .of(Kind.OVERLOADED, StorageOperation.UPLOAD, key)
              .reason(
                  "no thread is free to read the content, %d are busy"
                      .formatted(WorkerThreads.MOST_CONTENTS))
              .advice("upload fewer streams at once, or without a timeout")
              .cause(e)
              .build());
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    HandOver.Block current = block;
    while (current == null || position == current.length) {
      if (current != null) {
        handOver.recycle(current);
      }
      current = next();
      block = current;
      position = 0;
      if (current == null) {
        return -1;
      }
    }
    int taken = Math.min(length, current.length - position);
    System.arraycopy(current.bytes, position, bytes, offset, taken);
    position += taken;
    return taken;
  }

  @Override
  public void close() {
    if (handOver.over()) {
      return;
    }
    stop(parts.failures().cancelled(StorageOperation.UPLOAD, key, "the content was closed"));
  }

  /** The next block; null at the end of the content. */
  private HandOver.@Nullable Block next() throws IOException {
    boolean arrived;
    try {
      arrived = parts.environment().waits().await(handOver.canTake(), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stop(
          parts
              .failures()
              .of(Kind.CANCELLED, StorageOperation.UPLOAD, key)
              .reason("the thread was interrupted while it waited for the content")
              .cause(e)
              .build());
    }
    if (!arrived) {
      throw stop(
          parts
              .failures()
              .of(Kind.TIMEOUT, StorageOperation.UPLOAD, key)
              .reason("the content did not come in time")
              .advice("look at what the content waits for")
              .build());
    }
    HandOver.Block next = handOver.take();
    if (next == null) {
      rethrow(handOver.failure());
    }
    return next;
  }

  private PullFailure stop(StorageException reason) {
    PullFailure failure = new PullFailure(reason);
    handOver.finish(failure);
    puller.stop();
    try {
      parts.threads().content().execute(puller::closeSource);
    } catch (RejectedExecutionException ignored) { // the pulling thread closes it when it can
    }
    return failure;
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException checked) {
      throw checked;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IOException(failure);
    }
  }
}
