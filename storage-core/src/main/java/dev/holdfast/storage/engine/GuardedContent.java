// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.TransferListener;
import dev.holdfast.storage.engine.internal.Inspected;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The caller's content as a driver sees it: whatever goes wrong in it ends as one {@link
 * StorageException}, thrown unchecked from the stream so that it passes through any driver, and
 * early enough that nothing was published.
 *
 * <p>Content that can be read again may be opened again, for another attempt: each reading counts
 * and is checked from zero. Bytes read by {@link #inspect} are checked but not counted as moved.
 *
 * <p>As safe for use by threads as the content itself; each stream belongs to one thread at a time.
 */
final class GuardedContent implements Inspected {

  private static final long UNREAD = -1L;

  private final Content source;
  private final StorageKey key;
  private final Failures failures;
  private final @Nullable TransferListener listener;
  private final OptionalLong length;
  private final Optional<Checksum> checksum;
  private final Queue<GuardedStream> open = new ConcurrentLinkedQueue<>();
  private volatile @Nullable GuardedStream latest;
  private volatile long moved = UNREAD;
  private volatile long size = UNREAD;
  private volatile @Nullable StorageException failure;

  /**
   * Asks the content for length and checksum, once.
   *
   * @throws StorageException of kind {@code CONTENT_FAILED} if it fails to answer
   */
  GuardedContent(
      Content source, StorageKey key, Failures failures, @Nullable TransferListener listener) {
    this.source = source;
    this.key = key;
    this.failures = failures;
    this.listener = listener;
    try {
      this.length = source.length();
      this.checksum = source.checksum();
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public boolean replayable() {
    return source.replayable();
  }

  @Override
  public Optional<Checksum> checksum() {
    return checksum;
  }

  @Override
  public InputStream open() {
    return opened(true);
  }

  @Override
  public InputStream inspect() {
    return opened(false);
  }

  private GuardedStream opened(boolean moving) {
    failure = null;
    open.removeIf(GuardedStream::closed);
    try {
      GuardedStream stream = new GuardedStream(this, source.open(), moving);
      open.add(stream);
      if (moving) {
        latest = stream;
      }
      stream.begin();
      return stream;
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    }
  }

  /** How many bytes were read when the content was opened last. */
  long count() {
    GuardedStream stream = latest;
    return stream == null ? 0L : stream.count();
  }

  /** Closes what the driver left open. */
  void release() {
    open.forEach(GuardedStream::close);
  }

  /** A reading has reached its end. */
  void ended(GuardedStream stream, boolean moving) {
    long known = size;
    if (known != UNREAD && known != stream.count()) {
      throw fail(
          Kind.CONTENT_FAILED,
          "had %d bytes and then, read again, %d".formatted(known, stream.count()));
    }
    size = stream.count();
    if (moving) {
      moved = stream.count();
    }
  }

  /**
   * Checks that the driver stored what was read.
   *
   * @throws StorageException of outcome {@code UNKNOWN} if it did not
   */
  void confirm(ObjectInfo info) {
    StorageException cause = failure;
    long whole = latest == null ? (length.orElse(UNREAD) == 0L ? 0L : UNREAD) : moved;
    if (cause == null && info.sizeBytes() == whole && agrees(info)) {
      return;
    }
    StorageExceptionBuilder broken =
        of(Kind.INTEGRITY)
            .outcome(Outcome.UNKNOWN)
            .settled()
            .reason(
                "the driver reports %d bytes stored where %d were read, or ignored a failure"
                    .formatted(info.sizeBytes(), count()))
            .advice("read the object back before it is used");
    throw (cause == null ? broken : broken.cause(cause)).build();
  }

  /** What the caller is told when a driver failed with {@code thrown}. */
  RuntimeException explain(RuntimeException thrown) {
    StorageException cause = failure;
    boolean unknown = thrown instanceof StorageException told && told.outcome() == Outcome.UNKNOWN;
    return cause == null || unknown ? thrown : cause;
  }

  /** Number of bytes announced, or -1. */
  long announcedBytes() {
    return length.orElse(-1L);
  }

  void progressed(long transferredBytes) {
    Reports.progressed(listener, transferredBytes, announcedBytes());
  }

  /**
   * Makes the one failure of the content.
   *
   * @param reason continues the sentence that begins with the content
   */
  StorageException fail(Kind kind, String reason) {
    return remember(of(kind).reason(Sources.named(source) + " " + reason).build());
  }

  /** Makes the one failure of the content from what it threw. */
  StorageException translate(Exception thrown) {
    StorageException known = failure;
    if (known != null) {
      return known;
    }
    if (thrown instanceof PullFailure pull) {
      return remember(pull.failure());
    }
    boolean interrupted =
        Thread.currentThread().isInterrupted()
            || (thrown instanceof InterruptedIOException
                && !(thrown instanceof SocketTimeoutException));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return remember(
        of(interrupted ? Kind.CANCELLED : Kind.CONTENT_FAILED)
            .reason(
                interrupted
                    ? "the thread was interrupted while it read " + Sources.named(source)
                    : Sources.named(source) + " could not be read: " + Sources.reason(thrown))
            .advice("see the cause")
            .cause(thrown)
            .build());
  }

  private StorageException remember(StorageException made) {
    failure = made;
    return made;
  }

  private boolean agrees(ObjectInfo info) {
    return checksum.isEmpty()
        || info.checksum().isEmpty()
        || info.checksum().get().algorithm() != checksum.get().algorithm()
        || info.checksum().get().equals(checksum.get());
  }

  private StorageExceptionBuilder of(Kind kind) {
    return failures.of(kind, StorageOperation.UPLOAD, key);
  }
}
