// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which endpoints a storage may talk to. Immutable.
 *
 * <p>Where an endpoint comes from outside, such as from a form, it could name a machine of the
 * inner network or the metadata service of a cloud. {@link #untrusted()} refuses every address that
 * is not public. What is looked at is the address that is dialled, for each connection, so neither
 * a way to write it nor a name that resolves to another one later gets around it. No proxy is used
 * then, because it would do the dialling.
 */
public final class EndpointPolicy {

  private static final EndpointPolicy TRUSTED = new EndpointPolicy(true, Set.of());
  private static final EndpointPolicy UNTRUSTED = new EndpointPolicy(false, Set.of());

  private final boolean trusting;
  private final Set<String> hosts;

  private EndpointPolicy(boolean trusting, Set<String> hosts) {
    this.trusting = trusting;
    this.hosts = hosts;
  }

  /** Any endpoint; the default, for endpoints from the application's own settings. */
  public static EndpointPolicy trusted() {
    return TRUSTED;
  }

  /** Public addresses only. */
  public static EndpointPolicy untrusted() {
    return UNTRUSTED;
  }

  /**
   * The same, for these hosts and the hosts below them alone.
   *
   * @param names such as {@code s3.example.org}, which allows {@code photos.s3.example.org} too
   * @throws IllegalArgumentException if there is none
   */
  public EndpointPolicy only(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("name at least one host");
    }
    return new EndpointPolicy(
        trusting,
        Arrays.stream(names).map(EndpointPolicy::plain).collect(Collectors.toUnmodifiableSet()));
  }

  boolean trusting() {
    return trusting;
  }

  /** Why a host is refused before its address is known; empty if it is not. */
  Optional<String> problem(String host) {
    String name = plain(host);
    boolean listed =
        hosts.isEmpty() || hosts.stream().anyMatch(h -> name.equals(h) || name.endsWith("." + h));
    return listed
        ? Optional.empty()
        : Optional.of("the endpoint policy does not allow the host of the endpoint");
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public String toString() {
    return (trusting ? "any address" : "public addresses")
        + (hosts.isEmpty() ? "" : " of " + hosts);
  }
}
