// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** New files that their owner alone may read and write, where the file system knows owners. */
public final class PrivateFile {

  private PrivateFile() {}

  /**
   * Makes a file.
   *
   * @param options with {@code CREATE_NEW}
   * @throws IOException also where the file system does not write files at all
   */
  public static FileChannel create(Path file, Set<? extends OpenOption> options)
      throws IOException {
    try {
      return FileChannel.open(file, options, ownerOnly(file));
    } catch (UnsupportedOperationException e) { // a file system that is read-only throws this too
      throw new IOException("the file system does not write files", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
