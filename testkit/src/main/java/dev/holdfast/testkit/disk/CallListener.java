// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;

/**
 * Told of every call before it takes effect. It may block, use this or another file system, crash
 * it, or throw.
 *
 * <p>The file system holds no lock of its own meanwhile. The one exception is not its own: the JDK
 * holds a channel's private close lock around {@link CallKind#CLOSE}, so a listener that blocks
 * there blocks other threads that close the same channel.
 */
@FunctionalInterface
public interface CallListener {
  /**
   * Called on the thread that makes the call.
   *
   * @param call the call
   * @throws IOException to make the call fail; for a force this counts as a failed force
   */
  void beforeCall(IoCall call) throws IOException;
}
