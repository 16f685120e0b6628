// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.engine.internal.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/**
 * Writes bodies to files that appear whole or not at all: a stage file beside the target, forced,
 * then moved over it in one step. Thread-safe.
 */
final class FileDownloads {

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final int MOST_NAME_CHARACTERS = 40;

  private final EngineParts parts;

  FileDownloads(EngineParts parts) {
    this.parts = parts;
  }

  /** Writes the whole body in the time of the call; the target is as it was if that fails. */
  void write(StorageKey key, DownloadBody body, Path target, InFlight call) {
    Path absolute = target.toAbsolutePath();
    Path name = absolute.getFileName();
    if (name == null || Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw of(Kind.INVALID_ARGUMENT, key)
          .reason("the target '" + absolute + "' is a directory")
          .advice("name a file in it")
          .build();
    }
    Path stage = absolute.resolveSibling(stageName(name.toString()));
    boolean staged = false;
    try {
      try (FileChannel channel = PrivateFile.create(stage, NEW)) {
        staged = true;
        copy(body, channel, call);
        channel.force(true);
      }
      Files.move(
          stage, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      staged = false;
    } catch (IOException e) {
      throw translate(e, key, absolute);
    } finally {
      if (staged) {
        remove(stage);
      }
    }
  }

  private static void copy(DownloadBody body, FileChannel channel, InFlight call)
      throws IOException {
    byte[] buffer = new byte[(int) Math.max(1L, Math.min(BodyStream.BUFFER_BYTES, body.left()))];
    for (int read = body.read(buffer, 0, buffer.length);
        read >= 0;
        read = body.read(buffer, 0, buffer.length)) {
      if (call.expired()) {
        throw body.failure(Kind.TIMEOUT, "the body did not come in time");
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private String stageName(String name) {
    int end = Math.min(MOST_NAME_CHARACTERS, name.length());
    boolean halved = Character.isHighSurrogate(name.charAt(end - 1));
    String start = name.substring(0, halved ? end - 1 : end);
    String random = HexFormat.of().toHexDigits(parts.environment().random().nextLong());
    return "." + start + "." + random + ".part";
  }

  /** Paths are the caller's own, so they are told. */
  private StorageException translate(IOException e, StorageKey key, Path target) {
    Path directory = target.getParent();
    if (Thread.currentThread().isInterrupted()) {
      return of(Kind.CANCELLED, key)
          .reason("the thread was interrupted while it wrote '" + target + "'")
          .advice("the target is as it was")
          .cause(e)
          .build();
    }
    if (directory != null && !Files.isDirectory(directory)) {
      return of(Kind.INVALID_ARGUMENT, key)
          .reason("there is no directory '" + directory + "' to write the target in")
          .advice("make the directory first")
          .cause(e)
          .build();
    }
    return of(Kind.CONTENT_FAILED, key)
        .reason(
            "the target '%s' could not be written: %s".formatted(target, e.getClass().getName()))
        .advice("see the cause; the target is as it was")
        .cause(e)
        .build();
  }

  private StorageExceptionBuilder of(Kind kind, StorageKey key) {
    return parts.failures().of(kind, StorageOperation.DOWNLOAD, key);
  }

  private static void remove(Path stage) {
    try {
      Files.deleteIfExists(stage);
    } catch (IOException ignored) { // the failure of the download matters more than what is left
    }
  }
}
