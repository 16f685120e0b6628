// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts for the HTTP client, once for each connection, and refuses what the policy does
 * not allow: the client dials exactly the addresses that are returned here.
 *
 * @param policy of the storage
 * @param names the resolver below
 */
record CheckedResolver(EndpointPolicy policy, DnsResolver names) implements DnsResolver {

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (policy.problem(host).isPresent()) {
      throw new RefusedAddress("the endpoint policy does not allow this host");
    }
    InetAddress[] addresses = names.resolve(host);
    for (InetAddress address : addresses) {
      if (!policy.trusting() && !PublicAddress.is(address)) {
        throw new RefusedAddress("the host has an address that is not public");
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }

  /** A host or address that the policy does not allow. */
  static final class RefusedAddress extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddress(String message) {
      super(message);
    }
  }
}
