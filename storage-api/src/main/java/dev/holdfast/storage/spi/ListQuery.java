// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

/**
 * Which entries a driver lists next.
 *
 * @param prefix what every key listed begins with; empty for all, not necessarily at a slash
 * @param grouped whether keys with a {@code /} behind the prefix are rolled up into one {@code
 *     ListCursor.Prefix} for each text up to and with that slash
 * @param after the page begins strictly behind this text, in the order of UTF-8 bytes; empty for
 *     the beginning. Where it ends with {@code /} it is a group, and all of that group lies before
 *     the page
 * @param limit most entries, 1 to 1,000
 */
public record ListQuery(String prefix, boolean grouped, String after, int limit) {}
