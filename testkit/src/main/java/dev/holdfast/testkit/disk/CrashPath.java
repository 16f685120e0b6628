// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of one {@link CrashFileSystem}: elements between {@code /}, compared by exact text.
 * Immutable.
 *
 * <p>The root has no elements; the empty path has one, the empty name.
 */
final class CrashPath implements Path {
  private static final String[] EMPTY_NAME = {""};
  private static final String[] NO_NAMES = {};

  private final CrashFileSystem fileSystem;
  private final boolean absolute;
  private final String[] names;
  private @Nullable String text;

  private CrashPath(CrashFileSystem fileSystem, boolean absolute, String[] names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = names.length == 0 && !absolute ? EMPTY_NAME : names;
  }

  static CrashPath root(CrashFileSystem fileSystem) {
    return new CrashPath(fileSystem, true, NO_NAMES);
  }

  static CrashPath of(CrashFileSystem fileSystem, boolean absolute, List<String> names) {
    return new CrashPath(fileSystem, absolute, names.toArray(NO_NAMES));
  }

  static CrashPath parse(CrashFileSystem fileSystem, String input) {
    NameRules rules = fileSystem.disk().options().names();
    rules.checkText(input);
    String[] names = split(input);
    for (String name : names) {
      rules.checkElement(input, name);
    }
    return new CrashPath(fileSystem, input.startsWith("/"), names);
  }

  /** The elements of the text of a path, without empty ones. */
  static String[] split(String input) {
    if (input.indexOf('/') < 0) {
      return input.isEmpty() ? NO_NAMES : new String[] {input};
    }
    List<String> names = new ArrayList<>(8);
    int from = 0;
    while (from < input.length()) {
      int slash = input.indexOf('/', from);
      int to = slash < 0 ? input.length() : slash;
      if (to > from) {
        names.add(input.substring(from, to));
      }
      from = to + 1;
    }
    return names.toArray(NO_NAMES);
  }

  /** The elements; callers do not change the array. */
  String[] names() {
    return names;
  }

  @Override
  public CrashFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  private boolean empty() {
    return !absolute && names.length == 1 && names[0].isEmpty();
  }

  @Override
  public @Nullable CrashPath getRoot() {
    return absolute ? root(fileSystem) : null;
  }

  @Override
  public @Nullable CrashPath getFileName() {
    return names.length == 0 ? null : getName(names.length - 1);
  }

  @Override
  public @Nullable CrashPath getParent() {
    if (names.length == 0 || (names.length == 1 && !absolute)) {
      return null;
    }
    return new CrashPath(fileSystem, absolute, Arrays.copyOf(names, names.length - 1));
  }

  @Override
  public int getNameCount() {
    return names.length;
  }

  @Override
  public CrashPath getName(int index) {
    if (index < 0 || index >= names.length) {
      throw new IllegalArgumentException("no element " + index + " in path " + this);
    }
    return new CrashPath(fileSystem, false, new String[] {names[index]});
  }

  @Override
  public CrashPath subpath(int from, int to) {
    if (from < 0 || to > names.length || from >= to) {
      throw new IllegalArgumentException("no elements " + from + " to " + to + " in path " + this);
    }
    return new CrashPath(fileSystem, false, Arrays.copyOfRange(names, from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(other instanceof CrashPath path) || !sameKind(path)) {
      return false;
    }
    return path.names.length <= names.length
        && Arrays.equals(names, 0, path.names.length, path.names, 0, path.names.length);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof CrashPath path) || path.fileSystem != fileSystem) {
      return false;
    }
    int from = names.length - path.names.length;
    if (from < 0 || (path.absolute && (!absolute || from > 0))) {
      return false;
    }
    return Arrays.equals(names, from, names.length, path.names, 0, path.names.length)
        && (!path.empty() || empty());
  }

  private boolean sameKind(CrashPath path) {
    return path.fileSystem == fileSystem && path.absolute == absolute;
  }

  @Override
  public CrashPath normalize() {
    List<String> kept = new ArrayList<>(names.length);
    for (String name : names) {
      boolean backs = name.equals("..");
      boolean canGoBack = !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..");
      if (backs && canGoBack) {
        kept.remove(kept.size() - 1);
      } else if (!name.equals(".") && !(backs && absolute)) {
        kept.add(name);
      }
    }
    return kept.size() == names.length ? this : of(fileSystem, absolute, kept);
  }

  @Override
  public CrashPath resolve(Path other) {
    CrashPath path = sameFileSystem(other);
    if (path.absolute || empty()) {
      return path;
    }
    if (path.empty()) {
      return this;
    }
    String[] joined = Arrays.copyOf(names, names.length + path.names.length);
    System.arraycopy(path.names, 0, joined, names.length, path.names.length);
    return new CrashPath(fileSystem, absolute, joined);
  }

  @Override
  public CrashPath resolve(String other) {
    return resolve(parse(fileSystem, other));
  }

  @Override
  public CrashPath relativize(Path other) {
    CrashPath path = sameFileSystem(other);
    if (path.absolute != absolute) {
      throw new IllegalArgumentException("one path is absolute, the other is not: " + other);
    }
    if (equals(path)) {
      return new CrashPath(fileSystem, false, NO_NAMES);
    }
    if (empty()) {
      return path;
    }
    String[] from = hasDots() || path.hasDots() ? normalize().elements() : elements();
    String[] to = hasDots() || path.hasDots() ? path.normalize().elements() : path.elements();
    int shared = 0;
    while (shared < from.length && shared < to.length && from[shared].equals(to[shared])) {
      shared++;
    }
    List<String> result = new ArrayList<>();
    for (int i = shared; i < from.length; i++) {
      if (from[i].equals("..")) {
        throw new IllegalArgumentException("no relative path from " + this + " to " + other);
      }
      result.add("..");
    }
    result.addAll(Arrays.asList(to).subList(shared, to.length));
    return of(fileSystem, false, result);
  }

  private boolean hasDots() {
    return Arrays.stream(names).anyMatch(name -> name.equals(".") || name.equals(".."));
  }

  private String[] elements() {
    return empty() ? NO_NAMES : names;
  }

  private CrashPath sameFileSystem(Path other) {
    if (other instanceof CrashPath path && path.fileSystem == fileSystem) {
      return path;
    }
    throw new ProviderMismatchException("path of another file system: " + other);
  }

  @Override
  public URI toUri() {
    try {
      return new URI(CrashProvider.SCHEME, "", toAbsolutePath().toString(), null);
    } catch (URISyntaxException e) {
      throw new InvalidPathException(toString(), "cannot be written as a URI: " + e.getMessage());
    }
  }

  @Override
  public CrashPath toAbsolutePath() {
    if (absolute) {
      return this;
    }
    return new CrashPath(fileSystem, true, elements());
  }

  @Override
  public CrashPath toRealPath(LinkOption... options) throws IOException {
    return fileSystem.attributeOperations().realPath(this, options);
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("watch services");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(((CrashPath) other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CrashPath path && sameKind(path) && Arrays.equals(names, path.names);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(names) * 2 + (absolute ? 1 : 0);
  }

  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = (absolute ? "/" : "") + String.join("/", names);
      text = known;
    }
    return known;
  }
}
