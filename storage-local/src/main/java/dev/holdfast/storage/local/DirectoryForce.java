// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes directory entries survive a power loss, and remembers whether that ever failed.
 *
 * <p>After a force fails, the kernel may count the entries as clean although they are not on the
 * device, and a later force says nothing about them (Rebello and others, "Can Applications Recover
 * from fsync Failures?", USENIX ATC 2020). So a failed force is final: from then on nothing is
 * acknowledged until the store is opened again.
 */
final class DirectoryForce {

  private final boolean enabled;
  private volatile boolean failed;

  DirectoryForce(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether a force has failed. */
  boolean failed() {
    return failed;
  }

  /**
   * Opens a directory ahead of the change that is to be forced, so that opening cannot fail then.
   */
  Handle open(Path directory) throws IOException {
    return new Handle(enabled ? FileChannel.open(directory, StandardOpenOption.READ) : null);
  }

  /** Opens and forces a directory. */
  void force(Path directory) throws IOException {
    try (Handle handle = open(directory)) {
      handle.force();
    }
  }

  /** An open directory. */
  final class Handle implements AutoCloseable {

    private final @Nullable FileChannel channel;

    private Handle(@Nullable FileChannel channel) {
      this.channel = channel;
    }

    /** Forces the entries, once. */
    void force() throws IOException {
      if (channel == null) {
        return;
      }
      try {
        channel.force(true);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
