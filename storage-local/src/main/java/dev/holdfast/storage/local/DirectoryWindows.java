// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The names in the directories of a store, window by window, and what is kept of them from one page
 * to the next. Thread-safe.
 *
 * <p>This process owns the root, so that it hears of every name that is added.
 */
final class DirectoryWindows {

  private static final int STRIPES = 1_024;

  private final AtomicLongArray additions = new AtomicLongArray(STRIPES);
  private final KeptWindows kept = new KeptWindows();
  private final Reader reader;

  /** Reads the names of a directory from a text on, as {@link #read}. */
  @FunctionalInterface
  interface Reader {

    NameWindow read(Path directory, String prefix, String from, boolean inclusive)
        throws IOException;
  }

  DirectoryWindows() {
    this(NameWindow.LIMIT);
  }

  /**
   * Windows of another size.
   *
   * @param limit most names of a window
   */
  DirectoryWindows(int limit) {
    this(
        (directory, prefix, from, inclusive) ->
            DirectoryNames.read(directory, prefix, from, inclusive, limit));
  }

  DirectoryWindows(Reader reader) {
    this.reader = reader;
  }

  /** A name has been added to a directory. A long name counts where it begins, too. */
  void added(Path directory) {
    Path at = directory;
    additions.incrementAndGet(stripe(at));
    while (at.getFileName() != null
        && at.getParent() != null
        && at.getFileName().toString().endsWith(String.valueOf(NameCodec.CONTINUED))) {
      at = at.getParent();
      additions.incrementAndGet(stripe(at));
    }
  }

  /** A name was not there any more when it was looked at. */
  void missed(Path directory) {
    kept.missed(directory);
  }

  /**
   * The names of a directory from a text on.
   *
   * @param prefix what all names wanted begin with
   * @param from begins with {@code prefix} or lies behind it
   * @param inclusive whether {@code from} itself is wanted
   */
  NameWindow read(Path directory, String prefix, String from, boolean inclusive)
      throws IOException {
    KeptWindows.Range range = new KeptWindows.Range(directory, prefix, from, inclusive);
    long version = additions.get(stripe(directory));
    NameWindow known = kept.find(range, version);
    if (known != null) {
      return known;
    }
    NameWindow window = reader.read(directory, prefix, from, inclusive);
    kept.keep(range, version, window);
    return window;
  }

  private static int stripe(Path directory) {
    return Math.floorMod(directory.hashCode(), STRIPES);
  }
}
