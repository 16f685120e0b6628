// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads a package again, with a {@link SeededBug} in it. Classes of the package are taken anew from
 * the class path, all others from the parent. Thread-safe; the caller closes it.
 */
public final class MutantLoader extends URLClassLoader {

  private final String packagePrefix;
  private final Map<String, byte[]> mutants;

  private MutantLoader(String packageName, Map<String, byte[]> mutants, ClassLoader parent) {
    super(new URL[0], parent);
    this.packagePrefix = packageName + ".";
    this.mutants = mutants;
  }

  /**
   * A loader for the package of the changed class.
   *
   * @param bug what is changed
   * @param sources root folder of the sources
   * @throws IllegalStateException if the text to be replaced does not stand there exactly once, or
   *     the result does not compile
   */
  public static MutantLoader of(SeededBug bug, Path sources) {
    String source = read(sources.resolve(bug.className().replace('.', '/') + ".java"));
    String changed = replaced(bug, source);
    ClassLoader parent = MutantLoader.class.getClassLoader();
    Map<String, byte[]> compiled = SourceCompiler.compile(bug.className(), changed);
    String packageName = bug.className().substring(0, bug.className().lastIndexOf('.'));
    return new MutantLoader(packageName, new HashMap<>(compiled), parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(packagePrefix) || name.indexOf('.', packagePrefix.length()) >= 0) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = mutants.get(name);
    if (bytes == null) {
      bytes = original(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static String replaced(SeededBug bug, String source) {
    Pattern original =
        Pattern.compile(Pattern.quote(bug.original()).replaceAll("\\s+", "\\\\E\\\\s+\\\\Q"));
    Matcher matcher = original.matcher(source);
    if (!matcher.find()) {
      throw new IllegalStateException(bug.name() + ": the text to be replaced is gone");
    }
    String changed =
        source.substring(0, matcher.start()) + bug.replacement() + source.substring(matcher.end());
    if (matcher.find()) {
      throw new IllegalStateException(bug.name() + ": the text to be replaced occurs twice");
    }
    return changed;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
