// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Waits;
import java.nio.file.Path;

/** What listings walk over, for tests. */
final class ListingTrees {

  private ListingTrees() {}

  /** The keys of a store with attributes, in windows of a size. */
  static StoreKeys store(Path path, int limit) {
    Root root = new Root(path);
    DirectoryWindows windows = new DirectoryWindows(limit);
    DirectoryTree tree =
        new DirectoryTree(root, new DirectoryForce(root, true), windows, Waits.parking());
    return new StoreKeys(root, tree, new ObjectFiles(root, tree, RecordPlace.ATTRIBUTE), windows);
  }
}
