// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one source in memory against the class path of this process. */
final class SourceCompiler {

  private SourceCompiler() {}

  /** The class files of a source, by class name. */
  static Map<String, byte[]> compile(String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("seeded bugs need a JDK, this is a runtime without compiler");
    }
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    boolean compiled =
        compiler
            .getTask(
                messages,
                new Collecting(standard, classes),
                null,
                List.of("-proc:none", "-nowarn", "-classpath", classPath()),
                null,
                List.of(new Source(className, source)))
            .call();
    if (!compiled) {
      throw new IllegalStateException("the changed source does not compile: " + messages);
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  private static String classPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    return surefire == null ? System.getProperty("java.class.path", "") : surefire;
  }

  /** A source that is held in memory. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** A class file that is held in memory. */
  private static final class Target extends SimpleJavaFileObject {

    private final ByteArrayOutputStream bytes;

    Target(String className, ByteArrayOutputStream bytes) {
      super(URI.create("bytes:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
      this.bytes = bytes;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /** Collects class files instead of writing them. */
  private static final class Collecting extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> classes;

    Collecting(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new Target(
          className, classes.computeIfAbsent(className, name -> new ByteArrayOutputStream()));
    }
  }
}
