// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.StorageException.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file. It is never changed in place: a write makes a new archive beside it and moves that over
 * it in one step, so that whoever has the old one open reads it to its end.
 *
 * <p>Files beside {@code a.zip}: {@code a.zip.lock} is locked while the archive is open, {@code
 * a.zip.*.tmp} belong to writes in progress or to a process that died.
 */
final class Archive implements AutoCloseable {

  private static final String SUFFIX = ".tmp";

  private final Path file;
  private final Path directory;
  private final FileChannel lockFile;
  private final ReentrantLock writing = new ReentrantLock();

  private Archive(Path file, Path directory, FileChannel lockFile) {
    this.file = file;
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Locks the archive against other processes, removes what a dead one left, and makes an empty
   * archive where there is none.
   */
  static Archive open(Path file, Call call) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw call.failure(Kind.CONFIGURATION, "the directory of the archive does not exist")
          .advice("make it first")
          .build();
    }
    FileChannel lockFile =
        FileChannel.open(
            Path.of(absolute + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(lockFile) == null) {
        throw call.failure(Kind.STORAGE_LOCKED, "the archive is open elsewhere")
            .advice("close the other driver or process first")
            .build();
      }
      Archive archive = new Archive(absolute, directory, lockFile);
      archive.recover();
      return archive;
    } catch (IOException | RuntimeException failed) {
      lockFile.close();
      throw failed;
    }
  }

  private static @Nullable FileLock lock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException ignored) { // another driver of this process has it
      return null;
    }
  }

  private void recover() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, this::isTemporary)) {
      for (Path path : left) {
        Files.delete(path);
      }
    }
    if (!Files.exists(file)) {
      Path empty = temporary();
      try (FileOutputStream out = new FileOutputStream(empty.toFile());
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.finish();
        out.getFD().sync();
      }
      publish(empty);
      syncDirectory();
    }
    try (ZipFile zip = read()) {
      Iterator<? extends ZipEntry> entries = zip.entries().asIterator();
      while (entries.hasNext()) {
        Attributes.parse(entries.next());
      }
    }
  }

  private boolean isTemporary(Path path) {
    return path.toString().startsWith(file + ".") && path.toString().endsWith(SUFFIX);
  }

  /** The archive as it is now, whatever is written later. The caller closes it. */
  ZipFile read() throws IOException {
    return new ZipFile(file.toFile());
  }

  /** A new file beside the archive. */
  Path temporary() throws IOException {
    return Files.createTempFile(directory, file.getFileName() + ".", SUFFIX);
  }

  /**
   * Waits until no other write is in progress.
   *
   * @return the right to write, which the caller closes
   */
  Writing lock(Call call) {
    call.proceed();
    try {
      if (!writing.tryLock(call.context().remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw call.failure(Kind.TIMEOUT, "other writes took all the time allowed").build();
      }
    } catch (InterruptedException interrupted) {
      throw call.interrupted();
    }
    return writing::unlock;
  }

  /** Puts a finished archive in the place of this one. The point of no return. */
  void publish(Path next) throws IOException {
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the move durable. An interrupt comes too late to stop it and only sets the flag. */
  void syncDirectory() throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // where directories cannot be opened, a move is as durable as the system makes it
    }
    boolean interrupted = false;
    try {
      for (boolean synced = false; !synced; ) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          synced = true;
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException ignored) { // the lock ends with the process
    }
  }

  /** The right to write. */
  interface Writing extends AutoCloseable {
    @Override
    void close();
  }
}
