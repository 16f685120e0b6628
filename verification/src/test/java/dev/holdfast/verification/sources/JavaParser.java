// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads Java files with the compiler's own parser, without resolving what they mention. */
final class JavaParser {

  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  private JavaParser() {}

  /** What a scanner finds in each file. */
  static List<SourceScanner> scan(List<SourceFile> files) {
    List<SourceScanner> scanners = new ArrayList<>();
    for (SourceFile file : files) {
      scanners.add(scan(file));
    }
    return scanners;
  }

  private static SourceScanner scan(SourceFile file) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<InMemory> units = List.of(new InMemory(file));
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, OPTIONS, null, units);
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      SourceScanner scanner = new SourceScanner(file, unit, DocTrees.instance(task));
      scanner.scan(unit, null);
      return scanner;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class InMemory extends SimpleJavaFileObject {

    private final SourceFile file;

    InMemory(SourceFile file) {
      super(URI.create("memory:///" + file.path()), Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
