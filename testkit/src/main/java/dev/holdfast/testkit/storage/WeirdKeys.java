// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keys that some disk, server, shell or protocol would take for something else. None is the prefix
 * of another at a slash, so that all can be stored together everywhere.
 */
final class WeirdKeys {

  private static final List<String> LITERAL =
      List.of(
          " ",
          " leading",
          "trailing ",
          "two  spaces",
          "dir / spaced / name",
          "%",
          "%2e%2e",
          "etc/%2e%2e/%2e%2e/passwd",
          "%252e",
          "%00",
          "%41",
          "A",
          "a+b",
          "a%20b",
          "a b",
          "#hash",
          "d#/f?x=1&y=2;z",
          "question?",
          "star*",
          "12:30",
          "note: a",
          "dir/c:name",
          "single'quote",
          "double\"quote",
          "back`tick`",
          "<angle>|pipe",
          "$HOME/${x}/$(y)",
          "[set]{a,b}!^",
          "=cmd,a;b@c",
          "dot.",
          "dots...",
          "dir./dot.",
          "dir /space ",
          "...",
          "d/.../x",
          "..a",
          "a..",
          ".hidden",
          "d/.hidden",
          "-rf",
          "--",
          "CON",
          "con",
          "dir/nul",
          "aux.txt",
          "com1.txt",
          "LPT9",
          "PRN.tar.gz",
          "Readme",
          "README",
          "readme",
          "Case/x",
          "case/x");

  private static final List<String> INTERNAL =
      List.of(
          ".holdfast",
          ".holdfast-tmp",
          "d/.holdfast/marker",
          "=f",
          "f=",
          "==",
          "d/=f/x",
          "d/f=/x",
          "%41~",
          "back~",
          "d/~back",
          ".tmp",
          "x.tmp",
          "x.meta",
          "x.part",
          "x.lock",
          "lost+found",
          ".nfs0001",
          "desktop.ini",
          ".DS_Store",
          "_",
          "__");

  private static final List<String> UNICODE =
      List.of(
          "\u00e9-composed",
          "e\u0301-composed",
          "\u00c5",
          "\u212b",
          "A\u030a",
          "stra\u00dfe",
          "strasse",
          "\u0130",
          "\u0131",
          "\u03c3",
          "\u03c2",
          "\u65e5\u672c\u8a9e/\u30d5\u30a1\u30a4\u30eb",
          "zero\u200bwidth",
          "zerowidth",
          "join\u200der",
          "bidi\u202ename",
          "\ufeffbom",
          "nbsp\u00a0name",
          "line\u2028separator",
          "fullwidth\uff0fslash",
          "\ue000-private",
          "\ufffd-replacement",
          "\ud83d\ude00-emoji",
          "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
          "\udbff\udffd-last");

  private WeirdKeys() {}

  /** All of them; in no order. */
  static List<String> all() {
    List<String> keys = new ArrayList<>(LITERAL);
    keys.addAll(INTERNAL);
    keys.addAll(UNICODE);
    keys.addAll(longest());
    return keys;
  }

  /** Segments of 255 bytes and keys of 1,024, in characters of one to four bytes. */
  static List<String> longest() {
    List<String> keys = new ArrayList<>();
    keys.add("x".repeat(255));
    keys.add("x".repeat(254) + "y");
    keys.add("X".repeat(255));
    keys.add("a" + "\u00e9".repeat(127));
    keys.add("\u65e5".repeat(85));
    keys.add("abc" + "\ud83d\ude00".repeat(63));
    keys.add("%".repeat(255));
    keys.add("long/" + "\u7d42".repeat(85) + "/end");
    keys.add(String.join("/", Collections.nCopies(5, "s".repeat(204))));
    keys.add(String.join("/", Collections.nCopies(4, "\u7d42".repeat(85))));
    keys.add(String.join("/", Collections.nCopies(511, "d")) + "/dd");
    return keys;
  }
}
