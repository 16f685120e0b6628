// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.StorageKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The names in one directory of a store as the segments they stand for: the segment, and a slash
 * behind it if it is a directory. Directories in which long names continue count as part of the
 * directory that they begin in.
 *
 * <p>A name that the codec does not write may come out as a segment, too, since to encode every
 * name again would double the cost of reading a directory. What counts is what stands at the path
 * of the segment, which is another one then.
 */
final class DirectoryNames {

  private static final byte[] NOTHING = {};

  private final EncodedPrefix wanted;
  private final Visitor visitor;
  private int entries;

  private DirectoryNames(EncodedPrefix wanted, Visitor visitor) {
    this.wanted = wanted;
    this.visitor = visitor;
  }

  /** Takes names as texts. */
  @FunctionalInterface
  interface Visitor {

    /** Takes a text; false if no more are wanted. */
    boolean take(String text) throws IOException;
  }

  /**
   * Shows the names in a directory in no order; one that is not there has none.
   *
   * @param prefix other texts than those that begin with it may be left out
   * @return how many entries were read
   */
  static int visit(Path directory, String prefix, Visitor visitor) throws IOException {
    DirectoryNames names = new DirectoryNames(EncodedPrefix.of(prefix), visitor);
    boolean ignored = names.visit(directory, NOTHING); // it does not matter who ended it
    return names.entries;
  }

  /**
   * The names of a directory from a text on.
   *
   * @param prefix what all names wanted begin with
   * @param from the first text of interest
   * @param inclusive whether {@code from} itself is of interest
   * @param limit how many to keep
   */
  static NameWindow read(Path directory, String prefix, String from, boolean inclusive, int limit)
      throws IOException {
    FirstNames first = new FirstNames(prefix, from, inclusive, limit);
    int entries = visit(directory, prefix, first::offer);
    return first.window(entries);
  }

  private boolean visit(Path directory, byte[] begun) throws IOException {
    return DirectoryEntries.visit(directory, entry -> take(entry, begun));
  }

  private boolean take(Path entry, byte[] begun) throws IOException {
    entries++;
    String name = String.valueOf(entry.getFileName());
    if (begun.length == 0 && !wanted.mayBegin(name)) {
      return true;
    }
    int last = name.length() - 1;
    if (name.charAt(last) == NameCodec.CONTINUED) {
      byte[] longer = joined(begun, NameCodec.decode(name.substring(0, last)));
      return longer == null || !directory(entry) || visit(entry, longer);
    }
    String text = text(name, begun);
    return text == null || visitor.take(text);
  }

  private static boolean directory(Path entry) throws IOException {
    return Root.attributes(entry).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  private static @Nullable String text(String name, byte[] begun) {
    boolean leaf = name.charAt(0) == NameCodec.LEAF;
    String segment = segment(leaf ? name.substring(1) : name, begun);
    if (segment == null || segment.isEmpty() || segment.indexOf('/') >= 0) {
      return null;
    }
    return leaf ? segment : segment + "/";
  }

  private static @Nullable String segment(String piece, byte[] begun) {
    if (begun.length == 0 && piece.indexOf('%') < 0 && piece.indexOf('^') < 0) {
      return piece;
    }
    byte[] utf8 = joined(begun, NameCodec.decode(piece));
    return utf8 == null ? null : NameCodec.text(utf8);
  }

  /** Both, or null if there is nothing to join or no segment is as long. */
  private static byte @Nullable [] joined(byte[] begun, byte @Nullable [] rest) {
    if (rest == null || begun.length + rest.length > StorageKey.MAX_SEGMENT_BYTES) {
      return null;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream(begun.length + rest.length);
    both.writeBytes(begun);
    both.writeBytes(rest);
    return both.toByteArray();
  }
}
