// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The forces of one open channel. As on Linux, a force that fails is told once through each channel
 * that was open then. Made under the lock of the disk, used without it.
 */
final class Forcing {
  private final CallGate gate;
  private final Node node;
  private long failuresHeard;

  Forcing(CallGate gate, Node node) {
    this.gate = gate;
    this.node = node;
    this.failuresHeard = node.inode().failures();
  }

  /** The checks of a channel before a call. */
  @FunctionalInterface
  interface Admission {
    void admit(CallKind kind) throws IOException;
  }

  /**
   * Forces the file or directory.
   *
   * @param metaData whether its attributes are forced, too
   * @param admission throws for a force that fails, unless the channel is closed or all is over
   */
  void force(boolean metaData, Admission admission) throws IOException {
    try {
      admission.admit(
          node instanceof DirectoryNode ? CallKind.FORCE_DIRECTORY : CallKind.FORCE_FILE);
    } catch (CrashedException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      failed(metaData);
      throw e;
    }
    gate.enter();
    try {
      if (heardOfFailure()) {
        throw new IOException(Fault.EIO.message());
      }
      if (node instanceof FileNode file) {
        file.content().force();
      } else if (node instanceof DirectoryNode directory) {
        directory.names().force();
      }
      if (metaData) {
        node.inode().force();
      }
    } finally {
      gate.exit();
    }
  }

  /** Whether a force failed through another channel since this one was opened or heard of it. */
  private boolean heardOfFailure() {
    boolean news = node.inode().failures() != failuresHeard;
    failuresHeard = node.inode().failures();
    return news;
  }

  private void failed(boolean metaData) throws CrashedException {
    gate.enter();
    try {
      if (node instanceof FileNode file) {
        file.content().forceFailed();
      } else if (node instanceof DirectoryNode directory) {
        directory.names().forceFailed();
      }
      if (metaData) {
        node.inode().forceFailed();
      }
      node.inode().countFailure();
      failuresHeard = node.inode().failures();
    } finally {
      gate.exit();
    }
  }
}
