// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds out whether there is an object somewhere below a directory; the first one found tells.
 *
 * <p>Empty directories are rare, so nearly always the first ones lead to an object, and of each
 * directory only a few are taken. Only if those lead nowhere are all of them. One directory is open
 * at a time, however deep the tree is. Used once, by one thread.
 */
final class ObjectSearch {

  private static final int FEW = 16;

  private record Place(Path parent, String base, String name) {}

  private final KeyLook look;
  private final Deque<Place> places = new ArrayDeque<>();
  private boolean found;
  private boolean left;

  ObjectSearch(KeyLook look) {
    this.look = look;
  }

  /**
   * Searches below a directory.
   *
   * @param base the text that it stands for
   */
  boolean below(Path directory, String base) throws IOException {
    search(directory, base, FEW);
    if (!found && left) {
      search(directory, base, Integer.MAX_VALUE);
    }
    return found;
  }

  private void search(Path directory, String base, int most) throws IOException {
    visit(directory, base, most);
    while (!found && !places.isEmpty()) {
      Place place = places.pop();
      Path below = look.directory(place.parent(), place.base(), place.name());
      if (below != null) {
        visit(below, place.base() + place.name(), most);
      }
    }
  }

  /** Looks at the objects in a directory and notes the directories in it. */
  private void visit(Path directory, String base, int most) throws IOException {
    int[] noted = new int[1];
    look.tree()
        .visit(
            directory,
            name -> {
              if (!name.endsWith("/")) {
                found = look.item(directory, name, base + name).isPresent();
                return !found;
              }
              places.push(new Place(directory, base, name));
              noted[0]++;
              left |= noted[0] == most;
              return noted[0] < most;
            });
  }
}
