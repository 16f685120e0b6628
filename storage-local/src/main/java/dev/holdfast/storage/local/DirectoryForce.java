// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes directory entries survive a power loss, and remembers whether that ever failed.
 *
 * <p>After a force fails, the kernel may count the entries as clean although they are not on the
 * device, and a later force says nothing about them (Rebello and others, "Can Applications Recover
 * from fsync Failures?", USENIX ATC 2020). So a failed force is final: from then on nothing is
 * acknowledged. A file in the control directory tells later processes, too; it lasts as long as the
 * kernel's view of the directory may differ from the device, and whoever restarted the machine or
 * mounted the file system anew removes it.
 *
 * <p>So whoever forces must hear the answer. A {@code FileChannel} is closed when its thread is
 * interrupted, and tells of the interrupt alone, also if the force failed. An {@code
 * AsynchronousFileChannel} forces in the calling thread, which is not disturbed, and starts no
 * thread of its own for that.
 *
 * <p>Windows gives a Java program no way to force a directory, so that none is forced there.
 */
final class DirectoryForce {

  private final Root root;
  private final boolean enabled;
  private volatile boolean failed;

  DirectoryForce(Root root, boolean enabled) {
    this.root = root;
    this.enabled = enabled && root.posix();
  }

  /** Where a failure is noted. */
  Path note() {
    return root.control().resolve("force-failed");
  }

  /** Learns whether a force failed in an earlier process. */
  void recall() throws IOException {
    failed = enabled && Root.attributes(note()).isPresent();
  }

  /** Whether a force has failed. */
  boolean failed() {
    return failed;
  }

  /**
   * Opens a directory ahead of the change that is to be forced, so that opening cannot fail then.
   */
  Handle open(Path directory) throws IOException {
    return new Handle(
        enabled ? AsynchronousFileChannel.open(directory, StandardOpenOption.READ) : null);
  }

  /** Opens and forces a directory. */
  void force(Path directory) throws IOException {
    try (Handle handle = open(directory)) {
      handle.force();
    }
  }

  /** An open directory. */
  final class Handle implements AutoCloseable {

    private final @Nullable AsynchronousFileChannel channel;

    private Handle(@Nullable AsynchronousFileChannel channel) {
      this.channel = channel;
    }

    /** Forces the entries, once. A thread that is interrupted does so, too, and stays so. */
    void force() throws IOException {
      if (channel == null) {
        return;
      }
      try {
        channel.force(true);
      } catch (IOException e) {
        fail(e);
        throw e;
      }
    }

    private void fail(IOException e) {
      failed = true;
      leaveNote(e);
    }

    private void leaveNote(IOException failure) {
      try {
        root.openFile(note()).close();
      } catch (IOException e) {
        failure.addSuppressed(e);
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
