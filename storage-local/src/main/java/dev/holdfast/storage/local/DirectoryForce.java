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
 * acknowledged. A file in the control directory tells later processes, too; it lasts as long as the
 * kernel's view of the directory may differ from the device, and whoever restarted the machine or
 * mounted the file system anew removes it.
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
    if (!enabled) {
      return new Handle(null, null);
    }
    FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ);
    try {
      return new Handle(channel, FileChannel.open(directory, StandardOpenOption.READ));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens and forces a directory. */
  void force(Path directory) throws IOException {
    try (Handle handle = open(directory)) {
      handle.force();
    }
  }

  /**
   * An open directory, opened twice. When a thread is interrupted during a force, the JDK closes
   * the channel and tells nothing else, also if the force failed. The second channel, which was
   * open before, then hears of the failure: Linux tells it once to each.
   */
  final class Handle implements AutoCloseable {

    private final @Nullable FileChannel channel;
    private final @Nullable FileChannel witness;

    private Handle(@Nullable FileChannel channel, @Nullable FileChannel witness) {
      this.channel = channel;
      this.witness = witness;
    }

    /** Forces the entries, once. */
    void force() throws IOException {
      if (channel == null || witness == null) {
        return;
      }
      try {
        channel.force(true);
      } catch (ClosedByInterruptException e) {
        askWitness(witness, e);
        throw e;
      } catch (IOException e) {
        fail(e);
        throw e;
      }
    }

    /** Finds out, undisturbed, if a force that was interrupted failed. */
    private void askWitness(FileChannel witness, ClosedByInterruptException interrupt) {
      boolean interrupted = Thread.interrupted();
      try {
        witness.force(true);
      } catch (ClosedByInterruptException e) { // interrupted again: nobody can tell any more
        interrupt.addSuppressed(e);
      } catch (IOException e) {
        fail(e);
        interrupt.addSuppressed(e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
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
      if (channel != null && witness != null) {
        try {
          channel.close();
        } finally {
          witness.close();
        }
      }
    }
  }
}
