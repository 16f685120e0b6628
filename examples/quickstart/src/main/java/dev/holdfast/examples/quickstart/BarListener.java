// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.TransferListener;
import me.tongfei.progressbar.ProgressBar;

/**
 * Moves a bar by what one transfer of many has moved. A transfer that is repeated moves it back.
 */
final class BarListener implements TransferListener {

  private final ProgressBar bar;
  private long before;

  BarListener(ProgressBar bar) {
    this.bar = bar;
  }

  @Override
  public void progressed(long transferredBytes, long totalBytes) {
    bar.stepBy(transferredBytes - before);
    before = transferredBytes;
  }
}
