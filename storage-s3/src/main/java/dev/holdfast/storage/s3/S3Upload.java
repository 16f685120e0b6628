// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.ByteBudget;
import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A write in pieces: what fits one part is sent by one request at the commit, more in parts on the
 * way. A part is sent when a byte behind it comes.
 */
final class S3Upload implements DriverUpload {

  private final S3Parts parts;
  private final StorageKey key;
  private final UploadOptions options;
  private final CallContext call;
  private final OptionalLong length;
  private final @Nullable Checksum checksum;
  private final PartLayout layout;
  private final String writeId;
  private final Request part;
  private final CRC32C running = new CRC32C();
  private long total;
  private boolean done;
  private @Nullable PartBuffer buffer;
  private @Nullable Multipart multipart;

  /**
   * An upload without bytes.
   *
   * @param length of all of it, if known
   * @param checksum of all of it, if known
   */
  S3Upload(
      S3Parts parts,
      StorageKey key,
      OptionalLong length,
      @Nullable Checksum checksum,
      UploadOptions options,
      CallContext call) {
    Transfers transfers = parts.transfers();
    this.parts = parts;
    this.key = key;
    this.length = length;
    this.checksum = checksum;
    this.options = options;
    this.call = call;
    boolean whole = length.isPresent() && length.getAsLong() <= transfers.threshold();
    long wished = whole ? Math.max(1L, length.getAsLong()) : transfers.partBytes();
    this.layout = PartLayout.of(length, wished, transfers.memory().limitBytes());
    this.writeId = call.writeId().orElseGet(() -> drawn(parts));
    this.part = Request.reading(StorageOperation.UPLOAD, key);
    if (length.orElse(0L) > transfers.threshold()
        && layout.firstBytes() > transfers.memory().limitBytes()) {
      throw parts
          .errors()
          .failure(Kind.INVALID_ARGUMENT, part)
          .reason("it needs parts of " + layout.firstBytes() + " bytes")
          .advice("raise transferMemory to that")
          .build();
    }
  }

  /** An id for a write that has none; only this upload asks for it. */
  static String drawn(S3Parts parts) {
    byte[] id = new byte[16];
    parts.environment().random().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int written = 0;
    while (written < count) {
      int taken = buffer().put(bytes, offset + written, count - written);
      written += taken;
      total += taken;
    }
  }

  /** Takes a stream to its end. */
  void fill(InputStream in) throws IOException {
    long announced = length.orElse(Long.MAX_VALUE);
    while (total < announced) {
      int read = buffer().fill(in);
      if (read < 0) {
        return;
      }
      total += read;
    }
  }

  /** Takes a stream as far as one part goes; returns the byte behind it, or -1 if it ended. */
  int fillFirst(InputStream in) throws IOException {
    PartBuffer first = buffer();
    while (!first.full()) {
      int read = first.fill(in);
      if (read < 0) {
        return -1;
      }
      total += read;
    }
    return in.read();
  }

  @Override
  public ObjectInfo commit() {
    requireAnnounced();
    Multipart begun = multipart;
    if (begun == null) {
      PartBuffer all = buffer == null ? buffer() : buffer;
      WireBody body = new WireBody(all::open, total, OptionalLong.empty());
      ObjectInfo info =
          new SinglePut(parts, key, options, call).send(body, Checksum.crc32c(running.getValue()));
      done = true;
      return info;
    }
    flush(begun);
    List<CompletedPart> stored = begun.await();
    Request request = Request.writing(StorageOperation.UPLOAD, key, options.condition());
    Completion completion = new Completion(parts, request, begun, options.condition(), writeId);
    try {
      Completion.Made made = completion.run(stored);
      done = true;
      return ObjectInfo.builder(key, total)
          .describedBy(options)
          .contentType(options.contentType().orElse(S3Uploads.UNTYPED))
          .etag(made.etag())
          .modified(made.modified())
          .version(made.version())
          .checksum(checksum)
          .writeId(writeId)
          .build();
    } finally {
      done |= completion.unknown();
    }
  }

  @Override
  public void close() {
    PartBuffer held = buffer;
    buffer = null;
    if (held != null) {
      held.release();
    }
    Multipart begun = multipart;
    if (!done && begun != null) {
      done = true;
      begun.abandon();
    }
  }

  /** The buffer with room for the next byte. */
  private PartBuffer buffer() {
    PartBuffer present = buffer;
    if (present != null && !present.full()) {
      return present;
    }
    if (present != null && total > 0L) {
      Multipart upload = begun();
      flush(upload);
      upload.awaitRoom(); // what is filled next counts as in flight
    }
    PartBuffer made = new PartBuffer(lease(), running);
    buffer = made;
    return made;
  }

  private Multipart begun() {
    Multipart present = multipart;
    if (present == null) {
      Described described = Described.of(options, writeId, checksum);
      String type = options.contentType().orElse(S3Uploads.UNTYPED);
      present =
          MultipartCalls.create(
              parts, part, call, described, options.tags(), create -> create.contentType(type));
      multipart = present;
    }
    if (present.next() >= PartLayout.MOST_PARTS) {
      throw parts
          .errors()
          .failure(Kind.INVALID_ARGUMENT, part)
          .reason("it is longer than 10,000 parts of content of unknown length")
          .advice("announce the length, or raise transferMemory")
          .build();
    }
    return present;
  }

  /** Hands the buffer over to be sent. */
  private void flush(Multipart upload) {
    PartBuffer bytes = buffer;
    buffer = null;
    if (bytes != null && bytes.size() > 0L) {
      upload.send(new PartOfMemory(parts, part, upload, bytes));
    } else if (bytes != null) {
      bytes.release();
    }
  }

  private ByteBudget.Lease lease() {
    int number = multipart == null ? 1 : multipart.next();
    long wanted = layout.bytesOf(number);
    long left = length.isPresent() ? Math.max(0L, length.getAsLong() - total) : wanted;
    ByteBudget memory = parts.transfers().memory();
    Deadline deadline = Deadline.after(call.remaining(), parts.environment().ticker());
    try {
      return memory
          .acquire(Math.min(wanted, Math.min(left, memory.limitBytes())), deadline)
          .orElseThrow(() -> parts.errors().late(part));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw parts.errors().interrupted(part);
    }
  }

  /** Content that is not what was announced is not published. */
  private void requireAnnounced() {
    boolean whole = length.isEmpty() || length.getAsLong() == total;
    boolean same = checksum == null || checksum.equals(Checksum.crc32c(running.getValue()));
    if (!whole || !same) {
      String what = whole ? "it changed while it was uploaded" : "it has " + total + " bytes";
      throw parts
          .errors()
          .ofContent(part, new WireBody.Changed("the content is not as announced: " + what));
    }
  }

  /** A part whose bytes are in memory. */
  private record PartOfMemory(S3Parts parts, Request request, Multipart upload, PartBuffer bytes)
      implements PartTask.Work {

    @Override
    public CompletedPart send(int number) {
      WireBody body = new WireBody(bytes::open, bytes.size(), OptionalLong.empty());
      return MultipartCalls.upload(parts, request, upload, number, body);
    }

    @Override
    public void release() {
      bytes.release();
    }
  }
}
