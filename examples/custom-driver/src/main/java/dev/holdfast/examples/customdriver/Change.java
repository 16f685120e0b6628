// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.WriteCondition;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One change of the archive. No other change is in progress between open and close, so that what
 * {@link #find} and {@link #require} said still holds when {@link #put} or {@link #remove} is done.
 *
 * <p>Implementation notes. Until the new archive is moved into place nothing has happened, and a
 * failure or an interrupt throws it away. After the move the change is visible; if the directory
 * then cannot be synced, nobody knows what a power failure would leave, and the outcome is unknown.
 */
final class Change implements AutoCloseable {

  private final Archive archive;
  private final Call call;
  private final Archive.Writing writing;
  private final ZipFile before;

  private Change(Archive archive, Call call, Archive.Writing writing, ZipFile before) {
    this.archive = archive;
    this.call = call;
    this.writing = writing;
    this.before = before;
  }

  /** Waits for its turn. */
  static Change begin(Archive archive, Call call) throws IOException {
    Archive.Writing writing = archive.lock(call);
    try {
      return new Change(archive, call, writing, archive.read());
    } catch (IOException | RuntimeException failed) {
      writing.close();
      throw failed;
    }
  }

  /** The object under a key. */
  Optional<ObjectInfo> find(StorageKey key) throws IOException {
    ZipEntry entry = before.getEntry(key.value());
    return entry == null ? Optional.empty() : Optional.of(Attributes.parse(entry));
  }

  /** Fails unless the condition holds of what is present. */
  void require(WriteCondition condition, Optional<ObjectInfo> present) {
    if (condition instanceof WriteCondition.IfAbsent) {
      if (present.isPresent()) {
        throw call.failure(Kind.PRECONDITION_FAILED, "there is an object").build();
      }
    } else if (condition instanceof WriteCondition.IfMatch match) {
      if (present.isEmpty()) {
        throw call.failure(Kind.PRECONDITION_FAILED, "there is no object").build();
      }
      if (!present.get().etag().equals(match.etag())) {
        throw call.failure(Kind.PRECONDITION_FAILED, "the object has another etag").build();
      }
    } else if (!(condition instanceof WriteCondition.Any)) {
      throw call.failure(Kind.UNSUPPORTED, "it has a condition of an unknown kind").build();
    }
  }

  /** Puts staged bytes under the key of {@code info}. */
  void put(ObjectInfo info, Staged staged) throws IOException {
    apply(info.key(), entry(info, staged.crc32()), staged::open);
  }

  /** Puts the bytes of a present object under the key of {@code info}. */
  void copy(StorageKey source, ObjectInfo info) throws IOException {
    ZipEntry from = before.getEntry(source.value());
    apply(info.key(), entry(info, from.getCrc()), () -> before.getInputStream(from));
  }

  /** Removes the object under a key. */
  void remove(StorageKey key) throws IOException {
    apply(key, null, InputStream::nullInputStream);
  }

  /** Changes nothing, but makes durable what an earlier change of unknown outcome may have done. */
  void confirm() throws IOException {
    archive.syncDirectory();
  }

  private static ZipEntry entry(ObjectInfo info, long crc32) {
    ZipEntry entry = new ZipEntry(info.key().value());
    entry.setSize(info.sizeBytes());
    entry.setCrc(crc32);
    entry.setTime(info.modified().toEpochMilli());
    entry.setComment(Attributes.format(info));
    return entry;
  }

  private void apply(StorageKey key, @Nullable ZipEntry entry, Bytes bytes) throws IOException {
    Path next = archive.temporary();
    try {
      rewrite(next, key, entry, bytes);
      call.proceed();
      archive.publish(next);
    } finally {
      Files.deleteIfExists(next);
    }
    try {
      archive.syncDirectory();
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.UNKNOWN);
    }
  }

  private void rewrite(Path next, StorageKey key, @Nullable ZipEntry entry, Bytes bytes)
      throws IOException {
    try (FileOutputStream file = new FileOutputStream(next.toFile());
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      Iterator<? extends ZipEntry> entries = before.entries().asIterator();
      while (entries.hasNext()) {
        ZipEntry kept = entries.next();
        if (!kept.getName().equals(key.value())) {
          append(zip, kept, () -> before.getInputStream(kept));
        }
      }
      if (entry != null) {
        append(zip, entry, bytes);
      }
      zip.finish();
      zip.flush();
      file.getFD().sync();
    }
  }

  private void append(ZipOutputStream zip, ZipEntry entry, Bytes bytes) throws IOException {
    zip.putNextEntry(entry);
    try (InputStream in = bytes.open()) {
      byte[] buffer = new byte[16 * 1024];
      for (int read = 0; read >= 0; read = in.read(buffer)) {
        call.proceed();
        zip.write(buffer, 0, read);
      }
    }
    zip.closeEntry();
  }

  @Override
  public void close() {
    try (writing) {
      before.close();
    } catch (IOException ignored) { // it was only read
    }
  }

  /** Where the bytes of an entry come from. */
  @FunctionalInterface
  private interface Bytes {
    InputStream open() throws IOException;
  }
}
