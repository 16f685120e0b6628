// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Directories and files that stand for keys, as a listing walks them. A name in a directory is the
 * text of a segment, with a slash behind it where it stands for a directory; what really stands
 * there is found out when it is looked at.
 */
interface KeyTree {

  /** Where the empty text stands. */
  Path root();

  /**
   * The names in a directory from a text on; one that is not there has none.
   *
   * @param prefix what all names wanted begin with
   * @param from begins with {@code prefix} or lies behind it
   * @param inclusive whether {@code from} itself is wanted
   */
  NameWindow names(Path directory, String prefix, String from, boolean inclusive)
      throws IOException;

  /** Shows the names in a directory in no order until no more are wanted. */
  void visit(Path directory, DirectoryNames.Visitor visitor) throws IOException;

  /** Where the directory of a name stands, or empty if there is none, or a link to one. */
  Optional<Path> directory(Path parent, String name) throws IOException;

  /** What stands in a directory under the name of a key, or empty if nothing does, or a link. */
  Optional<ListCursor.Item> item(Path directory, String name, StorageKey key) throws IOException;

  /** Makes sure that absence says something: the root is still there. */
  void requireRoot() throws IOException;
}
