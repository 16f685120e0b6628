// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.function.ToIntFunction;

/**
 * What a crash leaves of the things that were not forced. Immutable; a policy with a seed gives the
 * same result each time it is used on the same state.
 */
public sealed interface CrashPolicy {
  /** Power loss: nothing survives but what was forced. */
  CrashPolicy LOSE_ALL_UNFORCED = new Choose(choice -> 0);

  /**
   * The process dies, the machine does not: everything stays visible, and what was not forced can
   * still be lost by a later power loss.
   */
  CrashPolicy KEEP_ALL = new KeepAll();

  /**
   * Power loss: each changed name, each unforced sector, each length and each set of attributes
   * survives or not, independently, by seed.
   *
   * @param seed decides
   * @return the policy
   */
  static CrashPolicy random(long seed) {
    return new Independent(seed);
  }

  /**
   * Power loss that keeps all names and tears the unforced content of files: a part of the new
   * sectors survives, the others are old.
   *
   * @param seed decides
   * @return the policy
   */
  static CrashPolicy tear(long seed) {
    return new Tear(seed);
  }

  /**
   * Power loss in which the caller decides, for instance to go through all possible outcomes. The
   * questions come in an order that depends only on the state and on the answers so far. The
   * chooser runs under the lock of the disk and must not wait.
   *
   * @param chooser answers each question with a value from 0 to {@code options - 1}
   * @return the policy
   */
  static CrashPolicy choosing(ToIntFunction<CrashChoice> chooser) {
    return new Choose(chooser);
  }

  /** Nothing is lost and nothing becomes durable. */
  record KeepAll() implements CrashPolicy {}

  /**
   * Independent losses by seed.
   *
   * @param seed decides
   */
  record Independent(long seed) implements CrashPolicy {}

  /**
   * Torn files by seed.
   *
   * @param seed decides
   */
  record Tear(long seed) implements CrashPolicy {}

  /**
   * Losses chosen by the caller.
   *
   * @param chooser answers each question
   */
  record Choose(ToIntFunction<CrashChoice> chooser) implements CrashPolicy {}
}
