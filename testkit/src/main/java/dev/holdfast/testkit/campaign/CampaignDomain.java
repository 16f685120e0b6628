// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.util.List;

/**
 * A simulated system: makes a schedule of a seed, and runs it.
 *
 * <p>Both methods are deterministic. Used by one thread.
 *
 * @param <S> type of the steps of a schedule, with a readable {@code toString}
 */
public interface CampaignDomain<S> extends AutoCloseable {

  /** Name of the domain in reports. */
  String name();

  /** Names of what is counted, in the order of the report; always the same. */
  List<String> counters();

  /** The schedule of a seed. */
  List<S> plan(long seed);

  /**
   * Runs a schedule.
   *
   * @param seed decides what the schedule leaves open
   * @param plan the schedule of the seed, or a part of it
   */
  CampaignRun run(long seed, List<S> plan);

  /** Frees what the domain keeps from run to run; nothing by default. */
  @Override
  default void close() {}
}
