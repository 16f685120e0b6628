// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathTest {
  private static final String[] PATHS = {
    "", "/", "a", "/a", "a/b", "/a/b", "a//b/", "..", "../a", "a/..", "/..", "/../a", "a/../b",
    "a/./b", ".", "./a", "a/b/c", "/a/b/c", "../../a", "a/../..", "ab", "/ab/c", "b", "a.txt", ".a"
  };

  private final CrashFileSystem fs = Disks.empty();

  /** Everything about one path and about a pair of paths, as text. */
  private static List<String> facts(FileSystem fs) {
    List<String> facts = new ArrayList<>();
    for (String text : PATHS) {
      Path path = fs.getPath(text);
      facts.add(text + ": " + path + " " + path.isAbsolute() + " " + path.getRoot());
      facts.add(path.getFileName() + " " + path.getParent() + " " + path.getNameCount());
      facts.add(path.normalize() + " " + names(path));
      for (String otherText : PATHS) {
        Path other = fs.getPath(otherText);
        facts.add(text + " and " + otherText + ": " + pair(path, other));
      }
    }
    return facts;
  }

  private static String names(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    for (int i = 1; i < path.getNameCount(); i++) {
      names.add(path.getName(i) + "," + path.subpath(0, i) + "," + path.subpath(i - 1, i + 1));
    }
    return names.toString();
  }

  private static String pair(Path path, Path other) {
    String relative;
    try {
      relative = path.relativize(other).toString();
    } catch (IllegalArgumentException e) {
      relative = "none";
    }
    return path.resolve(other)
        + " "
        + path.resolveSibling(other)
        + " "
        + path.startsWith(other)
        + path.endsWith(other)
        + path.equals(other)
        + " "
        + Integer.signum(path.compareTo(other))
        + " "
        + relative;
  }

  @Test
  void operations_givenTheSameText_agreeWithTheUnixPathsOfTheJdk() {
    FileSystem real = FileSystems.getDefault();
    assumeTrue(real.getSeparator().equals("/"), "compares with Unix paths");
    assertThat(facts(fs)).isEqualTo(facts(real));
  }

  @Test
  void getPath_joinsItsParts() {
    assertThat(fs.getPath("", "a", "", "b/c").toString()).isEqualTo("a/b/c");
    assertThat(fs.getPath("/", "a").toString()).isEqualTo("/a");
    assertThat(fs.getPath("/a/", "/b").toString()).isEqualTo("/a/b");
  }

  @Test
  void equals_otherFileSystem_isFalse() {
    Path path = fs.getPath("/a");
    Path foreign = Disks.empty().getPath("/a");
    assertThat(path).isEqualTo(fs.getPath("/", "a")).hasSameHashCodeAs(fs.getPath("/a"));
    assertThat(path).isNotEqualTo(foreign);
    assertThat(path.startsWith(foreign)).isFalse();
    assertThatThrownBy(() -> path.resolve(foreign)).isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> path.relativize(Path.of("/a")))
        .isInstanceOf(ProviderMismatchException.class);
  }

  @Test
  void toUri_hasTheSchemeCrashAndComesBack() {
    Path path = fs.getPath("/a b/ä%");
    assertThat(path.toUri().getScheme()).isEqualTo("crash");
    assertThat(path.toUri().getPath()).isEqualTo("/a b/ä%");
    assertThat(fs.provider().getPath(path.toUri())).isEqualTo(path);
    assertThat(fs.getPath("a").toUri().toString()).isEqualTo("crash:///a");
  }

  @Test
  void getPathMatcher_agreesWithTheJdk() {
    FileSystem real = FileSystems.getDefault();
    assumeTrue(real.getSeparator().equals("/"), "compares with Unix paths");
    String[] patterns = {
      "*", "**", "*.txt", "a/*", "**/b", "?", "{a,b}", "[ab]", "[!a]", "[a-b]b", "\\*", "a.txt",
      "{a,a/b}", "[.]a", "a*", "/**", "/a/?", "regex", "(a)", "a|b", "[\\]", "}", ","
    };
    for (String pattern : patterns) {
      PathMatcher expected = real.getPathMatcher("glob:" + pattern);
      PathMatcher actual = fs.getPathMatcher("glob:" + pattern);
      for (String text : PATHS) {
        assertThat(actual.matches(fs.getPath(text)))
            .as("%s matches %s", pattern, text)
            .isEqualTo(expected.matches(real.getPath(text)));
      }
    }
    assertThat(fs.getPathMatcher("regex:a.").matches(fs.getPath("ab"))).isTrue();
    for (String bad : new String[] {"[", "{a", "{{a}}", "a\\", "[/]"}) {
      assertThatThrownBy(() -> fs.getPathMatcher("glob:" + bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
