// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.StorageKey;
import java.util.List;

/** Lists what is there, first everything, then the topmost level as a directory view. */
final class ListKeys implements Scenario {

  @Override
  public String title() {
    return "List them";
  }

  @Override
  public void run(Tour tour) {
    List<StorageKey> expected = tour.stored().stream().map(StoredFile::key).sorted().toList();
    try (ListCursor all = tour.storage().list("")) {
      List<StorageKey> keys = all.items().map(ListCursor.Item::key).toList();
      tour.check(keys.equals(expected), keys.size() + " keys, in order");
    }
    ListRequest top = ListRequest.builder().grouped(true).build();
    try (ListCursor level = tour.storage().list(top)) {
      int objects = 0;
      int prefixes = 0;
      while (level.hasNext()) {
        if (level.next() instanceof ListCursor.Prefix) {
          prefixes++;
        } else {
          objects++;
        }
      }
      tour.check(
          objects + prefixes <= expected.size(),
          "topmost level: %d objects, %d prefixes".formatted(objects, prefixes));
    }
  }
}
