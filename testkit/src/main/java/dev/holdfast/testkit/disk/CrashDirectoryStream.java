// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries a directory had when the stream was opened, through a filter. Not thread-safe. */
final class CrashDirectoryStream implements DirectoryStream<Path> {
  private final CrashFileSystem fileSystem;
  private final Iterator<CrashPath> entries;
  private final Filter<? super Path> filter;
  private boolean iterating;
  private volatile boolean closed;

  CrashDirectoryStream(
      CrashFileSystem fileSystem, List<CrashPath> entries, Filter<? super Path> filter) {
    this.fileSystem = fileSystem;
    this.entries = entries.iterator();
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    if (closed) {
      throw new IllegalStateException("Directory stream is closed");
    }
    if (iterating) {
      throw new IllegalStateException("Iterator already obtained");
    }
    iterating = true;
    return new Accepted();
  }

  @Override
  public void close() {
    closed = true;
    fileSystem.closed(this);
  }

  private final class Accepted implements Iterator<Path> {
    private @Nullable Path next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = nextAccepted();
      }
      return next != null;
    }

    @Override
    public Path next() {
      Path result = next == null ? nextAccepted() : next;
      next = null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      return result;
    }

    private @Nullable Path nextAccepted() {
      try {
        while (!closed && entries.hasNext()) {
          Path candidate = entries.next();
          if (filter.accept(candidate)) {
            return candidate;
          }
        }
        return null;
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }
  }
}
