// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Lays out the operations of one key as lines of text, earliest invocation first. */
final class HistoryText {
  private static final int MAX_SKETCH_COLUMNS = 80;

  private HistoryText() {}

  static <K, Q, R> String render(List<Operation<K, Q, R>> operations, List<Long> powerLosses) {
    long[] times =
        LongStream.concat(
                operations.stream().flatMapToLong(o -> LongStream.of(o.invoked(), o.completed())),
                powerLosses.stream().mapToLong(Long::longValue))
            .distinct()
            .sorted()
            .toArray();
    Map<Long, Integer> columns = new HashMap<>();
    for (long time : times) {
      columns.put(time, columns.size());
    }
    int timeWidth =
        LongStream.of(times)
            .filter(t -> t != Operation.OPEN)
            .mapToInt(HistoryText::width)
            .max()
            .orElse(1);
    List<String> lines = new ArrayList<>();
    int losses = 0;
    for (Operation<K, Q, R> operation : operations) {
      while (losses < powerLosses.size() && powerLosses.get(losses) < operation.invoked()) {
        lines.add(lossLine(powerLosses.get(losses++)));
      }
      lines.add(line(operation, columns, timeWidth));
    }
    Stream<String> rest = powerLosses.stream().skip(losses).map(HistoryText::lossLine);
    return String.join("\n", Stream.concat(lines.stream(), rest).toList());
  }

  static <K, Q, R> String phrase(Operation<K, Q, R> operation) {
    return operation.request() + " -> " + operation.outcome();
  }

  private static String lossLine(long time) {
    return "======== power lost at " + time + " ========";
  }

  private static <K, Q, R> String line(
      Operation<K, Q, R> operation, Map<Long, Integer> columns, int timeWidth) {
    boolean open = operation.completed() == Operation.OPEN;
    String format = "client %-3d [%" + timeWidth + "d, %" + timeWidth + "s] %s%s";
    return String.format(
        Locale.ROOT,
        format,
        operation.client(),
        operation.invoked(),
        open ? "?" : operation.completed(),
        columns.size() > MAX_SKETCH_COLUMNS ? "" : sketch(operation, columns) + " ",
        phrase(operation));
  }

  private static <K, Q, R> String sketch(Operation<K, Q, R> operation, Map<Long, Integer> columns) {
    int from = columns.getOrDefault(operation.invoked(), 0);
    int to = columns.getOrDefault(operation.completed(), columns.size() - 1);
    boolean unknown = operation.outcome() instanceof Outcome.Unknown;
    String bar = "|" + (unknown ? "~" : "-").repeat(Math.max(0, to - from - 1)) + "|";
    int padding = columns.size() - from - bar.length();
    String tail = (unknown ? "~" : " ").repeat(Math.max(0, padding));
    return " ".repeat(from) + bar + tail;
  }

  private static int width(long time) {
    return Long.toString(time).length();
  }
}
