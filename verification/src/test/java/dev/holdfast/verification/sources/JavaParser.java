// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Map<URI, SourceFile> byPlace = new LinkedHashMap<>();
    files.forEach(file -> byPlace.put(InMemory.place(file), file));
    List<InMemory> units = files.stream().map(InMemory::new).toList();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, OPTIONS, null, units);
    List<SourceScanner> scanners = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        SourceFile file =
            Objects.requireNonNull(byPlace.get(unit.getSourceFile().toUri()), "what was parsed");
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
      super(place(file), Kind.SOURCE);
      this.file = file;
    }

    static URI place(SourceFile file) {
      return URI.create("memory:///" + file.path());
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
