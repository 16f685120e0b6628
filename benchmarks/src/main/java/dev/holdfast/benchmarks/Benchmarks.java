// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Command line: a domain, and the file for the results. */
final class Benchmarks {

  private Benchmarks() {}

  /** Measures a domain, prints the table and writes the rows. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2 || !arguments[0].equals("local")) {
      System.err.println("usage: benchmarks/run local");
      System.exit(2);
    }
    Path scratch = Files.createTempDirectory("holdfast-benchmark");
    try {
      List<Row> rows = local(scratch);
      System.out.print(Report.markdown(rows));
      Report.write(Path.of(arguments[1]), rows);
    } finally {
      delete(scratch);
    }
  }

  private static List<Row> local(Path scratch) throws Exception {
    List<Row> rows = new ArrayList<>();
    rows.addAll(new LocalPut(scratch).measure());
    rows.addAll(new Facade().measure());
    rows.addAll(new LargeStream(scratch).measure());
    rows.addAll(new ListPrefix(scratch).measure());
    rows.addAll(new ListFlat(scratch).measure());
    return rows;
  }

  private static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
