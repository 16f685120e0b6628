// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import java.io.PrintStream;
import java.util.List;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Everything the user sees: short lines under headings, and bars where there is a terminal. */
final class Screen {

  private static final int HIDDEN_WIDTH = 80;

  private final PrintStream out;
  private final boolean terminal;
  private int headings;

  /**
   * A screen.
   *
   * @param terminal whether a person looks at it, so that a bar may move
   */
  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void title(String text) {
    out.println(text);
  }

  void heading(String text) {
    headings++;
    out.println();
    out.println(headings + ". " + text);
  }

  void line(String text) {
    out.println("   " + text);
  }

  void failure(String text) {
    out.println("   FAILED: " + text);
  }

  /** A bar that counts bytes; invisible without a terminal. */
  ProgressBar bar(String task, long totalBytes) {
    ProgressBarBuilder bar =
        ProgressBar.builder()
            .setTaskName("   " + task)
            .setInitialMax(totalBytes)
            .setUnit(" KiB", 1024)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100);
    if (!terminal) {
      bar.setConsumer(new DelegatingProgressBarConsumer(line -> {}, HIDDEN_WIDTH));
    }
    return bar.build();
  }

  /** Rows in columns as wide as their widest cell; numbers and headings to the right. */
  void table(List<List<String>> rows) {
    out.println();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
        line.append("   ").append(" ".repeat(width - row.get(at).length())).append(row.get(at));
      }
      out.println(line);
    }
  }
}
