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

  /** What a scanner finds in each main file of the repository. */
  static List<SourceScanner> main() {
    return all().stream().filter(scanner -> scanner.file().isMain()).toList();
  }

  /** What a scanner finds in each file of the repository. */
  static List<SourceScanner> all() {
    return Holder.ALL;
  }

  /** What a scanner finds in each of some files. */
  static List<SourceScanner> scan(List<SourceFile> files) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<InMemory> units = files.stream().map(InMemory::new).toList();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, OPTIONS, null, units);
    List<SourceScanner> scanners = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        SourceFile file = ((InMemory) unit.getSourceFile()).file;
        SourceScanner scanner = new SourceScanner(file, unit, DocTrees.instance(task));
        scanner.scan(unit, null);
        scanners.add(scanner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scanners;
  }

  /** Read once, on first use. */
  private static final class Holder {

    static final List<SourceScanner> ALL = scan(SourceFile.all());
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
