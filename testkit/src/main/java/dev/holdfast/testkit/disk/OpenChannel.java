// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.channels.Channel;

/** An open file or directory of either kind of channel. */
interface OpenChannel extends Channel {

  /** The process that opened it. */
  CrashFileSystem fileSystem();
}
