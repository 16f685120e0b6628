// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code Files.getAttribute}, {@code readAttributes} and {@code setAttribute} with names. */
final class NamedAttributes {
  private static final List<String> BASIC =
      List.of(
          "lastModifiedTime",
          "lastAccessTime",
          "creationTime",
          "size",
          "isRegularFile",
          "isDirectory",
          "isSymbolicLink",
          "isOther",
          "fileKey");
  private static final Map<String, List<String>> OWN =
      Map.of(
          "basic", List.of(),
          "owner", List.of("owner"),
          "posix", List.of("permissions", "owner", "group"),
          "unix", List.of("permissions", "owner", "group", "mode", "ino", "nlink"));

  private final CrashFileSystem fileSystem;
  private final AttributeOperations operations;

  NamedAttributes(CrashFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.operations = fileSystem.attributeOperations();
  }

  /** A view and attribute names: {@code posix:permissions,owner}. */
  private record Spec(String view, List<String> names) {
    static Spec parse(String text) {
      int colon = text.indexOf(':');
      String view = colon < 0 ? "basic" : text.substring(0, colon);
      return new Spec(view, List.of(text.substring(colon + 1).split(",", -1)));
    }
  }

  Map<String, Object> read(CrashPath path, String text, LinkOption... options) throws IOException {
    Spec spec = Spec.parse(text);
    boolean follow = AttributeOperations.follow(options);
    if (spec.view().equals("user") && fileSystem.disk().options().userAttributes()) {
      return readUser(new CrashUserView(operations, path, follow), spec.names());
    }
    List<String> known = known(spec.view());
    Set<String> wanted = new TreeSet<>();
    for (String name : spec.names()) {
      if (name.equals("*")) {
        wanted.addAll(known);
      } else if (known.contains(name)) {
        wanted.add(name);
      } else {
        throw notRecognized(name);
      }
    }
    CrashAttributes attributes = operations.read(path, follow);
    Map<String, Object> result = new TreeMap<>();
    wanted.forEach(name -> result.put(name, value(attributes, name)));
    return result;
  }

  private static Map<String, Object> readUser(CrashUserView view, List<String> names)
      throws IOException {
    Map<String, Object> result = new TreeMap<>();
    for (String name : names.contains("*") ? view.list() : names) {
      result.put(name, view.value(name));
    }
    return result;
  }

  private static List<String> known(String view) {
    List<String> own = OWN.get(view);
    if (own == null) {
      throw new UnsupportedOperationException("View '" + view + "' not available");
    }
    if (view.equals("owner")) {
      return own;
    }
    List<String> all = new ArrayList<>(BASIC);
    all.addAll(own);
    return all;
  }

  private static Object value(CrashAttributes attributes, String name) {
    return switch (name) {
      case "lastModifiedTime" -> attributes.lastModifiedTime();
      case "lastAccessTime" -> attributes.lastAccessTime();
      case "creationTime" -> attributes.creationTime();
      case "size" -> attributes.size();
      case "isRegularFile" -> attributes.isRegularFile();
      case "isDirectory" -> attributes.isDirectory();
      case "isSymbolicLink" -> attributes.isSymbolicLink();
      case "isOther" -> attributes.isOther();
      case "fileKey" -> attributes.fileKey();
      case "permissions" -> attributes.permissions();
      case "owner" -> attributes.owner();
      case "group" -> attributes.group();
      case "mode" -> attributes.mode();
      case "ino" -> attributes.inode();
      case "nlink" -> attributes.linkCount();
      default -> throw notRecognized(name);
    };
  }

  void set(CrashPath path, String text, @Nullable Object value, LinkOption... options)
      throws IOException {
    Spec spec = Spec.parse(text);
    boolean follow = AttributeOperations.follow(options);
    String name = spec.names().get(0);
    if (spec.view().equals("user") && fileSystem.disk().options().userAttributes()) {
      ByteBuffer bytes =
          value instanceof byte[] array ? ByteBuffer.wrap(array) : cast(value, ByteBuffer.class);
      new CrashUserView(operations, path, follow).write(name, bytes);
      return;
    }
    if (!known(spec.view()).contains(name)) {
      throw notRecognized(name);
    }
    CrashPosixView view = new CrashPosixView(operations, path, follow, spec.view());
    switch (name) {
      case "lastModifiedTime" -> view.setTimes(cast(value, FileTime.class), null, null);
      case "lastAccessTime" -> view.setTimes(null, cast(value, FileTime.class), null);
      case "creationTime" -> view.setTimes(null, null, cast(value, FileTime.class));
      case "permissions" -> view.setPermissions(permissions(value));
      case "owner" -> view.setOwner(cast(value, UserPrincipal.class));
      case "group" -> view.setGroup(cast(value, GroupPrincipal.class));
      default -> throw notRecognized(name);
    }
  }

  private static Set<PosixFilePermission> permissions(@Nullable Object value) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (Object element : cast(value, Set.class)) {
      set.add(cast(element, PosixFilePermission.class));
    }
    return set;
  }

  private static <T> T cast(@Nullable Object value, Class<T> type) {
    if (value == null) {
      throw new NullPointerException("attribute value");
    }
    return type.cast(value);
  }

  private static IllegalArgumentException notRecognized(String name) {
    return new IllegalArgumentException("'" + name + "' not recognized");
  }
}
