// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A random program of file calls; each step gives a line of text that names no absolute path. */
final class DifferentialProgram {
  /** Later releases create parents past errors at which JDK 17 gives up. */
  private static final boolean JDK_17 = Runtime.version().feature() == 17;

  private static final String[] NAMES = {
    "a", "b", "c", "d", "d/a", "d/b", "d/e", "d/e/a", "a/../b", "d/./a", "d/..", "./d", "c/a", "l/a"
  };
  private static final OpenOption[][] OPENINGS = {
    {StandardOpenOption.READ},
    {StandardOpenOption.WRITE},
    {StandardOpenOption.WRITE, StandardOpenOption.CREATE},
    {StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW},
    {StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING},
    {StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE},
    {StandardOpenOption.APPEND, StandardOpenOption.CREATE},
    {StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS},
    {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS},
    {StandardOpenOption.READ, StandardOpenOption.CREATE},
    {StandardOpenOption.READ, StandardOpenOption.APPEND},
    {StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.DELETE_ON_CLOSE},
  };
  private static final CopyOption[][] MOVES = {
    {},
    {StandardCopyOption.REPLACE_EXISTING},
    {StandardCopyOption.ATOMIC_MOVE},
    {StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING},
  };
  private static final CopyOption[][] COPIES = {
    {},
    {StandardCopyOption.REPLACE_EXISTING},
    {LinkOption.NOFOLLOW_LINKS},
    {StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES},
  };

  private final Path root;
  private final SplittableRandom random;
  private final boolean userAttributes;
  private final Map<Integer, FileChannel> channels = new TreeMap<>();

  DifferentialProgram(Path root, long seed, boolean userAttributes) {
    this.root = root;
    this.random = new SplittableRandom(seed);
    this.userAttributes = userAttributes;
  }

  List<String> run(int steps) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      lines.add(i + " " + step());
    }
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
    tree(root, lines);
    return lines;
  }

  /** One call of Files or of a channel. */
  private interface Action {
    @Nullable Object run() throws IOException;
  }

  private String step() {
    int kind = random.nextInt(userAttributes ? 24 : 22);
    String text = kind + " ";
    try {
      return text + relative(Objects.toString(action(kind).run()));
    } catch (FileSystemException e) {
      String reason = Objects.toString(e.getReason());
      return text + e.getClass().getName() + " " + relative(reason) + " " + files(e);
    } catch (IOException | RuntimeException e) {
      return text + e.getClass().getName() + " " + relative(Objects.toString(e.getMessage()));
    }
  }

  private String files(FileSystemException e) {
    return relative(Objects.toString(e.getFile()) + " " + Objects.toString(e.getOtherFile()));
  }

  private String relative(String text) {
    return text.replace(root.toString(), "<root>");
  }

  private Path path() {
    return root.resolve(NAMES[random.nextInt(NAMES.length)]);
  }

  private Action action(int kind) {
    return kind < 11 ? nameAction(kind) : kind < 17 ? statAction(kind) : channelAction(kind);
  }

  private Action nameAction(int kind) {
    Path path = path();
    Path other = path();
    CopyOption[] move = MOVES[random.nextInt(MOVES.length)];
    CopyOption[] copy = COPIES[random.nextInt(COPIES.length)];
    byte[] bytes = "x".repeat(random.nextInt(2000)).getBytes(UTF_8);
    return switch (kind) {
      case 0, 1 -> () -> Files.createDirectory(path);
      case 2 -> () -> delete(path);
      case 3, 4 -> () -> Files.move(path, other, move);
      case 5 -> () -> Files.createLink(path, other);
      case 6 -> () -> Files.createSymbolicLink(path, root.relativize(other).normalize());
      case 7 -> () -> Files.createSymbolicLink(root.resolve("l"), other);
      case 8 -> () -> Files.copy(path, other, copy);
      case 9 -> () -> Files.write(path, bytes);
      default -> JDK_17 ? () -> Files.createDirectories(path) : () -> Files.isDirectory(path);
    };
  }

  private static String delete(Path path) throws IOException {
    Files.delete(path);
    return "deleted";
  }

  private Action statAction(int kind) {
    Path path = path();
    Path other = path();
    LinkOption[] options =
        random.nextBoolean() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    return switch (kind) {
      case 11 -> () -> describe(path, options);
      case 12 -> () -> Files.isSameFile(path, other);
      case 13 -> () -> path.toRealPath(options);
      case 14 -> () -> Files.readSymbolicLink(path);
      case 15 -> () -> list(path);
      default -> () -> new String(Files.readAllBytes(path), UTF_8).hashCode();
    };
  }

  private static String describe(Path path, LinkOption... options) throws IOException {
    PosixFileAttributes a = Files.readAttributes(path, PosixFileAttributes.class, options);
    String size = !a.isRegularFile() ? "" : " " + a.size();
    Object links = a.isDirectory() ? "" : Files.getAttribute(path, "unix:nlink", options);
    Object mode = Files.getAttribute(path, "unix:mode", options);
    return PosixFilePermissions.toString(a.permissions())
        + " "
        + a.isDirectory()
        + a.isRegularFile()
        + a.isSymbolicLink()
        + size
        + " "
        + links
        + " "
        + mode;
  }

  private static Object list(Path path) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      stream.forEach(entry -> names.add(entry.toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private Action channelAction(int kind) {
    Path path = path();
    int slot = random.nextInt(4);
    int at = random.nextInt(3000);
    OpenOption[] opening = OPENINGS[random.nextInt(OPENINGS.length)];
    String permissions = random.nextBoolean() ? "rwx------" : "rwxrw-r--";
    ByteBuffer bytes = ByteBuffer.wrap("y".repeat(random.nextInt(900)).getBytes(UTF_8));
    return switch (kind) {
      case 17 -> () -> open(slot, path, opening);
      case 18 -> at % 2 == 0 ? () -> forced(path, at) : () -> open(slot, path, opening);
      case 19 -> () -> channel(slot).write(bytes, at);
      case 20 -> () -> relativeCalls(channel(slot), bytes);
      case 21 ->
          at % 2 == 0
              ? () -> channel(slot).truncate(at).size()
              : () ->
                  Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      case 22 -> () -> setUser(path, "n" + slot, bytes);
      default -> () -> getUser(path, "n" + slot);
    };
  }

  /** Forces with or without an interrupt. */
  private static Object forced(Path path, int at) throws IOException {
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(path, StandardOpenOption.READ)) {
      if (at % 4 == 0) {
        Thread.currentThread().interrupt();
      }
      channel.force(at % 3 == 0);
      return Thread.interrupted() + " " + channel.isOpen();
    }
  }

  private FileChannel channel(int slot) throws IOException {
    FileChannel channel = channels.get(slot);
    if (channel == null) {
      throw new IOException("nothing open");
    }
    return channel;
  }

  private String open(int slot, Path path, OpenOption... options) throws IOException {
    FileChannel before = channels.remove(slot);
    if (before != null) {
      before.close();
    }
    FileChannel channel = FileChannel.open(path, options);
    channels.put(slot, channel);
    return "open " + channel.position();
  }

  private static String relativeCalls(FileChannel channel, ByteBuffer bytes) throws IOException {
    int written = channel.write(bytes);
    long position = channel.position();
    channel.position(position / 2);
    int read = channel.read(ByteBuffer.allocate(700));
    return written + " " + position + " " + read + " " + channel.position() + " " + channel.size();
  }

  private static Object setUser(Path path, String name, ByteBuffer value) throws IOException {
    UserDefinedFileAttributeView view = userView(path);
    return view.write(name, value);
  }

  private static Object getUser(Path path, String name) throws IOException {
    UserDefinedFileAttributeView view = userView(path);
    ByteBuffer value = ByteBuffer.allocate(1000);
    int count = view.read(name, value);
    return new TreeSet<>(view.list()) + " " + count + " " + value.flip().hashCode();
  }

  private static UserDefinedFileAttributeView userView(Path path) {
    return Objects.requireNonNull(
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class));
  }

  private void tree(Path directory, List<String> lines) throws IOException {
    TreeMap<String, Path> entries = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entry -> entries.put(entry.toString(), entry));
    }
    for (Path entry : entries.values()) {
      String line = relative(entry + " " + describe(entry, LinkOption.NOFOLLOW_LINKS));
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        line += " " + new String(Files.readAllBytes(entry), UTF_8).hashCode();
      }
      lines.add(line);
      if (attributes.isDirectory()) {
        tree(entry, lines);
      }
    }
  }
}
