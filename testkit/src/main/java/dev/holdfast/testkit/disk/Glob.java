// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Translates the glob syntax of {@code FileSystem.getPathMatcher} to a regular expression. */
final class Glob {
  private static final String REGEX_META = ".^$+{[]|()";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private Glob(String glob) {
    this.glob = glob;
  }

  /** A matcher for {@code glob:} or {@code regex:} and a pattern. */
  static PathMatcher matcher(String syntaxAndPattern, boolean caseInsensitive) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not syntax:pattern: " + syntaxAndPattern);
    }
    String syntax = syntaxAndPattern.substring(0, colon);
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntax.toLowerCase(Locale.ROOT)) {
          case "glob" -> compile(text, caseInsensitive);
          case "regex" -> Pattern.compile(text);
          default ->
              throw new UnsupportedOperationException("Syntax '" + syntax + "' not recognized");
        };
    return path -> pattern.matcher(path.toString()).matches();
  }

  private static Pattern compile(String glob, boolean caseInsensitive) {
    String regex = new Glob(glob).translate();
    int flags = caseInsensitive ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    return Pattern.compile(regex, flags | Pattern.DOTALL);
  }

  private String translate() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '\\' -> literal(escaped());
        case '*' -> regex.append(doubled() ? ".*" : "[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '{' -> openGroup();
        case '}' -> regex.append(closesGroup() ? ")" : "}");
        case ',' -> regex.append(inGroup ? "|" : ",");
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw error("Missing '}'");
    }
    return regex.toString();
  }

  private boolean doubled() {
    boolean second = at < glob.length() && glob.charAt(at) == '*';
    at += second ? 1 : 0;
    return second;
  }

  private char escaped() {
    if (at == glob.length()) {
      throw error("No character to escape");
    }
    return glob.charAt(at++);
  }

  private void literal(char c) {
    if (REGEX_META.indexOf(c) >= 0 || c == '\\' || c == '*' || c == '?') {
      regex.append('\\');
    }
    regex.append(c);
  }

  private void openGroup() {
    if (inGroup) {
      throw error("Cannot nest groups");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private boolean closesGroup() {
    boolean closes = inGroup;
    inGroup = false;
    return closes;
  }

  /** A set of characters; it never matches the separator. */
  private void bracket() {
    regex.append("(?!/)[");
    if (at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^')) {
      regex.append(glob.charAt(at++) == '!' ? "^" : "\\^");
    }
    int end = glob.indexOf(']', at + 1);
    if (end < 0) {
      throw error("Missing ']'");
    }
    for (char c : glob.substring(at, end).toCharArray()) {
      if (c == '/') {
        throw error("Explicit name separator in class");
      }
      regex.append(c == '\\' || c == '[' || c == ']' || c == '&' || c == '^' ? "\\" : "").append(c);
    }
    regex.append(']');
    at = end + 1;
  }

  private PatternSyntaxException error(String message) {
    return new PatternSyntaxException(message, glob, at - 1);
  }
}
