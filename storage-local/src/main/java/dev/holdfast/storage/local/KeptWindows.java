// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The windows of large directories that were read last, so that the pages of a listing do not read
 * a directory again and again. Thread-safe.
 *
 * <p>A window is used as long as its directory has the version that it had before it was read: no
 * name was added since. Names that went are found missing when they are looked at; when that has
 * cost about as much as to read the directory, the window is given up.
 */
final class KeptWindows {

  private static final int MOST_NAMES = 2 * NameWindow.LIMIT;
  private static final int MOST_WINDOWS = 32;
  private static final int SMALL_DIRECTORY = 1_000;

  /** How many entries are read in the time in which one is looked at in vain. */
  private static final int ENTRIES_PER_MISS = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Kept> kept = new ArrayList<>(); // the one used last stands last

  /** Which names of a directory are wanted: those with a prefix, from a text on. */
  record Range(Path directory, String prefix, String from, boolean inclusive) {

    /** Whether the names of another range are among those of this one. */
    boolean covers(Range other) {
      int order = Utf8Order.UTF8_ORDER.compare(from, other.from);
      return directory.equals(other.directory)
          && other.prefix.startsWith(prefix)
          && (order < 0 || (order == 0 && (inclusive || !other.inclusive)));
    }
  }

  private static final class Kept {

    private final Range range;
    private final Object version;
    private final NameWindow window;
    private int misses;

    private Kept(Range range, Object version, NameWindow window) {
      this.range = range;
      this.version = version;
      this.window = window;
    }

    private boolean of(Path directory) {
      return range.directory().equals(directory);
    }

    /** Counts a name that went; whether it would pay by now to read the directory again. */
    private boolean worn() {
      misses++;
      return (long) misses * ENTRIES_PER_MISS > window.entries();
    }
  }

  /** What is kept of a range for a version of its directory, or null. */
  @Nullable NameWindow find(Range range, Object version) {
    lock.lock();
    try {
      kept.removeIf(window -> window.of(range.directory()) && !window.version.equals(version));
      for (Kept window : kept) {
        NameWindow rest =
            window.range.covers(range)
                ? window.window.rest(range.prefix(), range.from(), range.inclusive())
                : null;
        if (rest != null) {
          kept.remove(window);
          kept.add(window);
          return rest;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a window, if its directory is large enough for that to pay.
   *
   * @param version what the directory had before it was read
   */
  void keep(Range range, Object version, NameWindow window) {
    if (window.entries() <= SMALL_DIRECTORY) {
      return;
    }
    lock.lock();
    try {
      kept.add(new Kept(range, version, window));
      int names = 0;
      for (int at = kept.size() - 1; at >= 0; at--) {
        names += kept.get(at).window.names().size();
        if (names > MOST_NAMES || kept.size() - at > MOST_WINDOWS) {
          kept.subList(0, at + 1).clear();
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A name of a directory was not there any more when it was looked at. */
  void missed(Path directory) {
    lock.lock();
    try {
      kept.removeIf(window -> window.of(directory) && window.worn());
    } finally {
      lock.unlock();
    }
  }
}
