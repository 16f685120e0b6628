// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link GuardedContent}: counted, compared with what was announced, and closed at the
 * end.
 *
 * <p>Where a length was announced, the last bytes are handed out only after the source was seen to
 * end there, had the announced checksum and closed well: a driver that never reads past the last
 * byte publishes nothing else. One thread at a time.
 */
final class GuardedStream extends InputStream {

  private final GuardedContent content;
  private final InputStream source;
  private final boolean moving;
  private final long announced;
  private final @Nullable Checksum expected;
  private final @Nullable RunningChecksum running;
  private long count;
  private boolean ended;
  private boolean closed;
  private @Nullable StorageException failure;

  /**
   * A reading from the beginning.
   *
   * @param moving whether its bytes count as moved
   */
  GuardedStream(GuardedContent content, InputStream source, boolean moving) {
    this.content = content;
    this.source = source;
    this.moving = moving;
    this.announced = content.announcedBytes();
    this.expected = content.checksum().orElse(null);
    this.running = expected == null ? null : RunningChecksum.of(expected.algorithm());
  }

  /** Checks content that is announced to be empty; a driver may never read it. */
  void begin() {
    if (announced == 0L) {
      endsHere();
    }
  }

  long count() {
    return count;
  }

  /** Whether its source is closed. */
  boolean closed() {
    return closed;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (failure != null) {
      throw failure;
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int read = pull(bytes, offset, length);
    if (read < 0) {
      end();
      return -1;
    }
    if (running != null) {
      running.update(bytes, offset, read);
    }
    count += read;
    if (announced >= 0L && count >= announced) {
      endsHere();
    }
    if (moving) {
      content.progressed(count);
    }
    return read;
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    return readNBytes(Integer.MAX_VALUE);
  }

  @Override
  public byte[] readNBytes(int length) throws IOException {
    if (announced < 0L || length < 0) {
      return super.readNBytes(length);
    }
    byte[] bytes = new byte[(int) Math.min(length, announced - count)];
    int read = readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  /** Closes the source; what it throws no longer matters, it was not read to its end. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      source.close();
    } catch (IOException | RuntimeException ignored) { // nothing of it will be published
    }
  }

  /** All that was announced has been read: there must be no more. */
  private void endsHere() {
    int surplus = count > announced ? 1 : pull(new byte[1], 0, 1);
    if (surplus >= 0) {
      throw failed(
          content.fail(
              Kind.CONTENT_FAILED, "is longer than the %d bytes announced".formatted(announced)));
    }
    end();
  }

  private void end() {
    if (count < announced) {
      throw failed(
          content.fail(
              Kind.CONTENT_FAILED,
              "ended after %d of the %d bytes announced".formatted(count, announced)));
    }
    String hex = running == null ? "" : running.hex();
    if (expected != null && running != null && !expected.hex().equals(hex)) {
      throw failed(
          content.fail(
              Kind.INTEGRITY,
              "has the %s %s, announced was %s"
                  .formatted(expected.algorithm(), hex, expected.hex())));
    }
    try {
      closed = true;
      source.close();
    } catch (IOException | RuntimeException e) {
      throw failed(content.translate(e));
    }
    try {
      content.ended(this, moving);
    } catch (StorageException e) {
      throw failed(e);
    }
    ended = true;
  }

  private int pull(byte[] bytes, int offset, int length) {
    try {
      return source.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      throw failed(content.translate(e));
    }
  }

  private StorageException failed(StorageException made) {
    failure = made;
    return made;
  }
}
