// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import dev.holdfast.testkit.disk.CrashChoice.What;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * Answers the questions of a power loss by seed.
 *
 * <p>Sectors of one file share a style (mostly old, mostly new, even, or a surviving prefix), drawn
 * anew for each file: with even odds for each sector alone, a long file would in practice never
 * come out whole or with only its tail missing.
 */
final class SeededLoss implements ToIntFunction<CrashChoice> {
  private static final double[] ODDS = {0.0, 0.1, 0.5, 0.9, 1.0};

  private final SplittableRandom random;
  private final boolean filesOnly;
  private String file = "";
  private double odds;
  private int prefix;

  private SeededLoss(long seed, boolean filesOnly) {
    this.random = new SplittableRandom(seed);
    this.filesOnly = filesOnly;
  }

  static SeededLoss everything(long seed) {
    return new SeededLoss(seed, false);
  }

  static SeededLoss filesOnly(long seed) {
    return new SeededLoss(seed, true);
  }

  @Override
  public int applyAsInt(CrashChoice choice) {
    if (choice.what() == What.SECTOR) {
      return sector(choice) ? choice.newest() : 0;
    }
    if (filesOnly && (choice.what() != What.LENGTH || random.nextBoolean())) {
      return choice.newest();
    }
    return random.nextInt(choice.options());
  }

  private boolean sector(CrashChoice choice) {
    if (!choice.path().equals(file)) {
      file = choice.path();
      prefix = random.nextBoolean() ? choice.index() + random.nextInt(8) : -1;
      odds = filesOnly ? 0.5 : ODDS[random.nextInt(ODDS.length)];
    }
    return prefix >= 0 ? choice.index() < prefix : random.nextDouble() < odds;
  }
}
