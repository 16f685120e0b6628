// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.util.Map;
import java.util.Optional;

/**
 * What one schedule gave.
 *
 * @param counts by the names of {@link CampaignDomain#counters()}
 * @param violation which rule was broken and how, or empty
 */
public record CampaignRun(Map<String, Long> counts, Optional<String> violation) {

  /** Copies the counts. */
  public CampaignRun {
    counts = Map.copyOf(counts);
  }
}
