// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One input or output call that is about to happen. Immutable.
 *
 * @param number position in the sequence of all calls of this file system, from 1
 * @param kind what is being done
 * @param path what it is done to; for a channel, the path it was opened with
 * @param target the new name of a move, what a link leads to, otherwise null
 */
public record IoCall(long number, CallKind kind, Path path, @Nullable Path target) {
  /**
   * A predicate that holds for calls of the given kinds.
   *
   * @param first one kind
   * @param more further kinds
   * @return the predicate
   */
  public static Predicate<IoCall> ofKind(CallKind first, CallKind... more) {
    Set<CallKind> kinds = EnumSet.of(first, more);
    return call -> kinds.contains(call.kind());
  }

  /**
   * A predicate that holds for calls whose path or target has a file name that contains a text.
   *
   * @param text part of a file name
   * @return the predicate
   */
  public static Predicate<IoCall> nameContaining(String text) {
    return call -> nameContains(call.path(), text) || nameContains(call.target(), text);
  }

  private static boolean nameContains(@Nullable Path path, String text) {
    if (path == null) {
      return false;
    }
    Path name = path.getFileName();
    return name != null && name.toString().contains(text);
  }

  @Override
  public String toString() {
    String arrow = target == null ? "" : " -> " + target;
    return number + " " + kind + " " + path + arrow;
  }
}
