// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names in one directory of a store as the segments they stand for, in key order.
 *
 * <p>A directory may hold millions of names, so that no more than a window of them is kept: the
 * first ones behind a text. Directories in which long names continue count as part of the directory
 * that they begin in.
 */
final class DirectoryNames {

  /** How many names a window has at the most. */
  static final int WINDOW = 16_384;

  /**
   * A name.
   *
   * @param text the segment, and a slash behind it if it is a directory
   * @param path where it stands
   */
  record Name(String text, Path path) implements Comparable<Name> {

    boolean directory() {
      return text.endsWith("/");
    }

    @Override
    public int compareTo(Name other) {
      return Utf8Order.UTF8_ORDER.compare(text, other.text);
    }
  }

  /**
   * The first names behind a text.
   *
   * @param names in order
   * @param last whether there are no others behind them
   */
  record Window(List<Name> names, boolean last) {}

  private final String after;
  private final boolean inclusive;
  private final int limit;
  private final TreeSet<Name> names = new TreeSet<>();
  private boolean cut;

  private DirectoryNames(String after, boolean inclusive, int limit) {
    this.after = after;
    this.inclusive = inclusive;
    this.limit = limit;
  }

  /**
   * Reads a directory; one that is not there has no names.
   *
   * @param from the first text of interest
   * @param inclusive whether {@code from} itself is of interest
   */
  static Window read(Path directory, String from, boolean inclusive) throws IOException {
    return read(directory, from, inclusive, WINDOW);
  }

  static Window read(Path directory, String from, boolean inclusive, int limit) throws IOException {
    DirectoryNames collected = new DirectoryNames(from, inclusive, limit);
    collected.collect(directory, new byte[0]);
    return new Window(new ArrayList<>(collected.names), !collected.cut);
  }

  private void collect(Path directory, byte[] begun) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        take(entry, begun);
      }
    } catch (NoSuchFileException | NotDirectoryException ignored) { // removed meanwhile: no names
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void take(Path entry, byte[] begun) throws IOException {
    String name = String.valueOf(entry.getFileName());
    int last = name.length() - 1;
    if (name.charAt(last) == NameCodec.CONTINUED) {
      byte[] longer = joined(begun, NameCodec.decode(name.substring(0, last)));
      boolean directory =
          Root.attributes(entry).filter(BasicFileAttributes::isDirectory).isPresent();
      if (longer != null && directory) {
        collect(entry, longer);
      }
      return;
    }
    boolean leaf = name.charAt(0) == NameCodec.LEAF;
    byte[] utf8 = joined(begun, NameCodec.decode(leaf ? name.substring(1) : name));
    String segment = utf8 == null ? null : NameCodec.text(utf8);
    if (segment != null && plain(segment) && written(segment, leaf, name)) {
      offer(new Name(leaf ? segment : segment + "/", entry));
    }
  }

  /** Whether a text can be a segment of a key at all. */
  private static boolean plain(String segment) {
    return !segment.isEmpty()
        && segment.indexOf('/') < 0
        && !segment.equals(".")
        && !segment.equals("..");
  }

  /** Whether the codec gives the segment this very name, so that it is not a foreign file. */
  private static boolean written(String segment, boolean leaf, String name) {
    List<String> names = leaf ? NameCodec.leaf(segment) : NameCodec.directory(segment);
    return names.get(names.size() - 1).equals(name);
  }

  private void offer(Name name) {
    int order = Utf8Order.UTF8_ORDER.compare(name.text(), after);
    if (order < 0 || (order == 0 && !inclusive)) {
      return;
    }
    if (names.size() == limit) {
      cut = true;
      if (name.compareTo(names.last()) >= 0) {
        return;
      }
      names.pollLast();
    }
    names.add(name);
  }

  private static byte @Nullable [] joined(byte[] begun, byte @Nullable [] rest) {
    if (rest == null || begun.length == 0) {
      return rest;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream(begun.length + rest.length);
    both.writeBytes(begun);
    both.writeBytes(rest);
    return both.toByteArray();
  }
}
