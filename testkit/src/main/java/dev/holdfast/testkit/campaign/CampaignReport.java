// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

import java.util.Map;
import java.util.Optional;

/**
 * What a campaign gave.
 *
 * @param domain name of the domain
 * @param runs how many schedules were run
 * @param counts sums over all schedules, in the order of the report
 * @param seed seed of the campaign
 * @param violation seed, schedule and rule of the first violation, or empty
 */
public record CampaignReport(
    String domain, long runs, Map<String, Long> counts, long seed, Optional<String> violation) {

  /** The closing line: {@code campaign <domain>: name=value ...}. */
  public String line() {
    StringBuilder line = new StringBuilder("campaign ").append(domain).append(": runs=");
    line.append(runs);
    counts.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
    return line.append(" seed=").append(seed).toString();
  }

  /** The closing line as one JSON object. */
  public String json() {
    StringBuilder json = new StringBuilder("{\"runs\": ").append(runs);
    counts.forEach((name, count) -> json.append(", \"").append(name).append("\": ").append(count));
    return json.append(", \"seed\": ").append(seed).append('}').toString();
  }
}
