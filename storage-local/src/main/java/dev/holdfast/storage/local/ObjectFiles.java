// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of objects: regular files only, never through a link.
 *
 * <p>Record and bytes must be of the same write, but the JDK reads attributes by path and bytes by
 * channel. So the mark is read before and after the channel is opened: a mark is unique to a write,
 * and a write that was replaced never comes back, hence equal marks mean that the path named one
 * file all the while.
 */
final class ObjectFiles {

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private static final int MOST_TRIES = 1_000;

  private final Root root;
  private final DirectoryTree tree;
  private final RecordPlace place;

  ObjectFiles(Root root, DirectoryTree tree, RecordPlace place) {
    this.root = root;
    this.tree = tree;
    this.place = place;
  }

  /**
   * A file that is open.
   *
   * @param record what was kept with it, or null if it is damaged or was not written by a store
   */
  record Opened(FileChannel channel, @Nullable ObjectRecord record) {}

  /**
   * A file that was looked at.
   *
   * @param record what was kept with it, or null if it is damaged or was not written by a store
   */
  record Seen(BasicFileAttributes attributes, @Nullable ObjectRecord record) {}

  /** Opens the file, or nothing if there is none. The caller closes the channel. */
  Optional<Opened> open(Path file) throws IOException {
    Optional<Opened> opened = openBelow(root.path(), file);
    if (opened.isEmpty()) {
      tree.requireRoot();
    }
    return opened;
  }

  private Optional<Opened> openBelow(Path directory, Path file) throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (attributes(directory, file).isEmpty()) {
        return Optional.empty();
      }
      Opened opened = tryOpen(file);
      if (opened != null) {
        return Optional.of(opened);
      }
    }
    throw new IOException("the object is replaced all the time");
  }

  /** Looks at the file, or finds none. */
  Optional<Seen> look(Path file) throws IOException {
    Optional<Seen> seen = lookBelow(root.path(), file);
    if (seen.isEmpty()) {
      tree.requireRoot();
    }
    return seen;
  }

  /** Looks at the file, or finds none, below a directory that is known to be one. */
  Optional<Seen> lookBelow(Path directory, Path file) throws IOException {
    Optional<BasicFileAttributes> found = attributes(directory, file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] mark = place.mark(file);
      if (mark != null && !RecordPlace.inTrailer(mark)) {
        ObjectRecord record = RecordCodec.decode(mark);
        if (record != null && record.sizeBytes() == found.get().size()) {
          return Optional.of(new Seen(found.get(), record));
        }
      }
    } catch (NoSuchFileException ignored) { // deleted meanwhile; looking again tells
      return lookInside(directory, file);
    }
    return lookInside(directory, file);
  }

  /** Looks at a file whose attribute does not say all, or not what its size says. */
  private Optional<Seen> lookInside(Path directory, Path file) throws IOException {
    Optional<Opened> opened = openBelow(directory, file);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    opened.get().channel().close();
    return attributes(directory, file).map(found -> new Seen(found, opened.get().record()));
  }

  /** The file's channel and record, or null if it was replaced meanwhile. */
  private @Nullable Opened tryOpen(Path file) throws IOException {
    byte[] before;
    FileChannel channel;
    try {
      before = place.mark(file);
      channel = FileChannel.open(file, READ);
    } catch (NoSuchFileException ignored) { // deleted meanwhile; looking again tells
      return null;
    }
    boolean same = false;
    try {
      same = Arrays.equals(before, place.mark(file));
      return same ? new Opened(channel, record(before, channel)) : null;
    } catch (NoSuchFileException ignored) { // deleted meanwhile; looking again tells
      return null;
    } catch (IOException | RuntimeException e) {
      same = false;
      throw e;
    } finally {
      if (!same) {
        channel.close();
      }
    }
  }

  private static @Nullable ObjectRecord record(byte @Nullable [] mark, FileChannel channel)
      throws IOException {
    if (mark == null) {
      return null;
    }
    if (RecordPlace.inTrailer(mark)) {
      return RecordPlace.readTrailer(channel);
    }
    ObjectRecord record = RecordCodec.decode(mark);
    return record == null || record.sizeBytes() != channel.size() ? null : record;
  }

  /** The attributes of a regular file that is reached from a directory without a link. */
  private static Optional<BasicFileAttributes> attributes(Path directory, Path file)
      throws IOException {
    return Root.contained(directory, Root.parent(file))
        ? Root.attributes(file).filter(BasicFileAttributes::isRegularFile)
        : Optional.empty();
  }
}
