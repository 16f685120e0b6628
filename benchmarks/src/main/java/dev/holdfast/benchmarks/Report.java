// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as a markdown table and as JSON. */
final class Report {

  private Report() {}

  static String markdown(List<Row> rows) {
    StringBuilder table = new StringBuilder();
    table.append("| case | subject | value | unit | reference | ratio | target | |\n");
    table.append("|---|---|---:|---|---|---:|---:|---|\n");
    for (Row row : rows) {
      table.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.name(),
                  row.subject(),
                  number(row.value()),
                  row.unit(),
                  row.reference() == null ? "" : row.reference(),
                  row.ratio() == null ? "" : number(row.ratio()),
                  row.target() == null ? "" : row.sense() + " " + number(row.target()),
                  row.target() == null ? "" : row.reached() ? "reached" : "MISSED"));
    }
    return table.toString();
  }

  static void write(Path file, List<Row> rows) throws IOException {
    String json =
        rows.stream().map(Report::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, json, StandardCharsets.UTF_8);
  }

  private static String json(Row row) {
    return ("{\"case\": %s, \"subject\": %s, \"value\": %s, \"unit\": %s, \"reference\": %s, "
            + "\"ratio\": %s, \"target\": %s, \"sense\": %s}")
        .formatted(
            text(row.name()),
            text(row.subject()),
            number(row.value()),
            text(row.unit()),
            text(row.reference()),
            number(row.ratio()),
            number(row.target()),
            text(row.sense()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String number(@Nullable Double value) {
    if (value == null) {
      return "null";
    }
    String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
