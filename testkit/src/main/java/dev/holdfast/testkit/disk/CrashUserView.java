// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;

/**
 * The user-defined attributes of one path, which is looked up again for each call. All names and
 * values of a file together may take 4,000 bytes, about what ext4 allows.
 */
final class CrashUserView implements UserDefinedFileAttributeView {
  static final int LIMIT_BYTES = 4_000;

  private static final int NAME_LIMIT_BYTES = 255 - "user.".length();

  private final AttributeOperations operations;
  private final CrashPath path;
  private final boolean follow;

  CrashUserView(AttributeOperations operations, CrashPath path, boolean follow) {
    this.operations = operations;
    this.path = path;
    this.follow = follow;
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public List<String> list() throws IOException {
    return List.copyOf(operations.readUser(path, follow).user().keySet());
  }

  @Override
  public int size(String name) throws IOException {
    return value(name).length;
  }

  @Override
  public int read(String name, ByteBuffer target) throws IOException {
    byte[] value = value(name);
    if (value.length > target.remaining()) {
      throw error("Error reading extended attribute '" + name + "': Numerical result out of range");
    }
    target.put(value);
    return value.length;
  }

  /** A copy of a value. */
  byte[] value(String name) throws IOException {
    byte[] value = operations.readUser(path, follow).user().get(name);
    if (value == null) {
      throw error("Error reading extended attribute '" + name + "': No data available");
    }
    return value.clone();
  }

  @Override
  public int write(String name, ByteBuffer source) throws IOException {
    if (bytes(name) > NAME_LIMIT_BYTES) {
      throw error("'user." + name + "' is too big");
    }
    byte[] value = new byte[source.remaining()];
    source.duplicate().get(value);
    FileSystemException full =
        error("Error writing extended attribute '" + name + "': " + Fault.ENOSPC.message());
    boolean[] written = {false};
    operations.change(
        path,
        follow,
        metadata -> {
          Metadata changed = metadata.withUser(name, value);
          written[0] = sizeBytes(changed.user()) <= LIMIT_BYTES;
          return written[0] ? changed : metadata;
        });
    if (!written[0]) {
      throw full;
    }
    source.position(source.limit());
    return value.length;
  }

  @Override
  public void delete(String name) throws IOException {
    boolean[] found = {false};
    operations.change(
        path,
        follow,
        metadata -> {
          found[0] = metadata.user().containsKey(name);
          return found[0] ? metadata.withoutUser(name) : metadata;
        });
    if (!found[0]) {
      throw error("Unable to delete extended attribute '" + name + "': No data available");
    }
  }

  private FileSystemException error(String reason) {
    return new FileSystemException(path.toString(), null, reason);
  }

  private static long sizeBytes(Map<String, byte[]> user) {
    long sum = 0;
    for (Map.Entry<String, byte[]> attribute : user.entrySet()) {
      sum += bytes(attribute.getKey()) + attribute.getValue().length;
    }
    return sum;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
