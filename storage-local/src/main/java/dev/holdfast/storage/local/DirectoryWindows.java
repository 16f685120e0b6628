// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The windows of directories that were read last, so that the pages of one listing do not read a
 * large directory again and again.
 *
 * <p>A window is used only as long as no name was added to its directory since before it was read:
 * this process owns the root, so that it hears of every addition. Names that went are found missing
 * when they are looked at.
 */
final class DirectoryWindows {

  private static final int KEPT = 2;
  private static final int SMALL = 1_000;
  private static final int STRIPES = 1_024;

  private final AtomicLongArray additions = new AtomicLongArray(STRIPES);
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Kept> eldest) {
          return size() > KEPT;
        }
      };

  private record Kept(long version, String from, boolean inclusive, DirectoryNames.Window window) {

    /** Whether the window begins no later than at a text. */
    boolean reachesBackTo(String text, boolean itself) {
      int order = Utf8Order.UTF8_ORDER.compare(from, text);
      return order < 0 || (order == 0 && (inclusive || !itself));
    }
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

  /** The names of a directory from a text on. */
  DirectoryNames.Window read(Path directory, String from, boolean inclusive) throws IOException {
    long version = additions.get(stripe(directory));
    Kept known = find(directory);
    if (known != null && known.version == version) {
      DirectoryNames.Window rest = rest(known, from, inclusive);
      if (rest != null) {
        return rest;
      }
    }
    DirectoryNames.Window window = DirectoryNames.read(directory, from, inclusive);
    if (window.names().size() > SMALL) {
      keep(directory, new Kept(version, from, inclusive, window));
    }
    return window;
  }

  /** What a window has from a text on, or null if the text does not lie in the window. */
  private static DirectoryNames.@Nullable Window rest(Kept known, String from, boolean inclusive) {
    List<DirectoryNames.Name> names = known.window.names();
    if (!known.reachesBackTo(from, inclusive)) {
      return null;
    }
    int found = Collections.binarySearch(names, new DirectoryNames.Name(from, Path.of("")));
    int start = found >= 0 ? found + (inclusive ? 0 : 1) : -found - 1;
    if (start >= names.size() && !known.window.last()) {
      return null;
    }
    return new DirectoryNames.Window(names.subList(start, names.size()), known.window.last());
  }

  private @Nullable Kept find(Path directory) {
    lock.lock();
    try {
      return kept.get(directory);
    } finally {
      lock.unlock();
    }
  }

  private void keep(Path directory, Kept window) {
    lock.lock();
    try {
      kept.put(directory, window);
    } finally {
      lock.unlock();
    }
  }

  private static int stripe(Path directory) {
    return Math.floorMod(directory.hashCode(), STRIPES);
  }
}
