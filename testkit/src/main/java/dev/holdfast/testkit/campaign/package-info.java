// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a simulated system under many seeded schedules, counts what happened, and shrinks the first
 * schedule that breaks a rule.
 *
 * <p>Start at {@link dev.holdfast.testkit.campaign.Campaign}; a system under test implements {@link
 * dev.holdfast.testkit.campaign.CampaignDomain}. {@link dev.holdfast.testkit.campaign.SeededBug}
 * plants a known bug in one class, to show that the campaign would have found it.
 *
 * <p>A campaign runs in the calling thread. The simulation itself is in {@code
 * dev.holdfast.testkit.sim}.
 */
@NullMarked
package dev.holdfast.testkit.campaign;

import org.jspecify.annotations.NullMarked;
