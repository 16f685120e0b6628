// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * Bytes on their way into a request: opened anew each time the SDK asks, counted, compared with
 * what was announced, and never handed out whole unless all of them are right. So a request that
 * failed before it took all bytes was not applied, and one that is cut short on purpose never is.
 *
 * <p>One thread at a time.
 */
final class WireBody implements ContentStreamProvider {

  private static final int NOTHING = -1;

  private final Source source;
  private final long length;
  private final OptionalLong crc32c;
  private @Nullable Taken latest;
  private @Nullable Throwable failure;

  /**
   * A body.
   *
   * @param length exact number of bytes
   * @param crc32c what they must come to, if known
   */
  WireBody(Source source, long length, OptionalLong crc32c) {
    this.source = source;
    this.length = length;
    this.crc32c = crc32c;
  }

  long length() {
    return length;
  }

  /** The body as the SDK takes it. */
  RequestBody request() {
    return RequestBody.fromContentProvider(this, length, S3Uploads.UNTYPED);
  }

  @Override
  public InputStream newStream() {
    release();
    try {
      Taken stream = new Taken(source.open());
      latest = stream;
      return stream;
    } catch (IOException | RuntimeException | Error e) {
      throw new Stopped(remember(e));
    }
  }

  /** Whether the SDK may have had all bytes; until then no server can have had them. */
  boolean takenWhole() {
    Taken stream = latest;
    return stream != null && stream.count >= length;
  }

  /** What went wrong with the bytes themselves, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Closes what the SDK left open. */
  void release() {
    Taken stream = latest;
    if (stream != null) {
      stream.close();
    }
  }

  private Throwable remember(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    return failure;
  }

  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  interface Source {

    /** A stream that its user closes. */
    InputStream open() throws IOException;
  }

  /** The bytes are not those that were announced. */
  static final class Changed extends IOException {

    private static final long serialVersionUID = 1L;

    Changed(String message) {
      super(message);
    }
  }

  /** Ends a request whose bytes cannot be had; {@link #failure()} has the reason. */
  private static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stopped(Throwable cause) {
      super("the bytes cannot be read", cause);
    }
  }

  /** The bytes as the SDK takes them. */
  private final class Taken extends InputStream {

    private final InputStream in;
    private final CRC32C running = new CRC32C();
    private long count;
    private boolean closed;

    Taken(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == NOTHING ? NOTHING : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
      Objects.checkFromIndexSize(offset, wanted, bytes.length);
      if (failure != null) {
        throw new IOException("the bytes cannot be read", failure);
      }
      if (count >= length || wanted == 0) {
        return wanted == 0 ? 0 : NOTHING;
      }
      try {
        return pull(bytes, offset, (int) Math.min(wanted, length - count));
      } catch (IOException | RuntimeException | Error e) {
        throw new IOException("the bytes cannot be read", remember(e));
      }
    }

    private int pull(byte[] bytes, int offset, int most) throws IOException {
      int read = in.read(bytes, offset, most);
      if (read < 0) {
        throw new Changed("the content ended after " + count + " of " + length + " bytes");
      }
      if (crc32c.isPresent()) {
        running.update(bytes, offset, read);
      }
      if (count + read == length) {
        checkWhole();
      }
      count += read;
      return read;
    }

    /** The last bytes are about to be handed out. */
    private void checkWhole() throws IOException {
      if (crc32c.isPresent() && crc32c.getAsLong() != running.getValue()) {
        throw new Changed("the content changed while it was uploaded");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the content was read");
      }
    }

    /** Closes the source; what it throws no longer matters, all bytes that were wanted are read. */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        in.close();
      } catch (IOException | RuntimeException ignored) { // what counts was read and compared
      }
    }
  }
}
