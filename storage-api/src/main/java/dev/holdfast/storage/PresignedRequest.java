// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A request that whoever holds it can make without credentials until it expires. Treat it as a
 * password: {@link #toString()} shows the host and hides what is behind it.
 *
 * @param method which request
 * @param uri the link, signature included
 * @param headers what must be sent along, exactly
 * @param expires when the link ends
 */
public record PresignedRequest(
    PresignRequest.Method method, URI uri, Map<String, String> headers, Instant expires) {

  /** Copies the headers. */
  public PresignedRequest {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    String host = uri.getHost();
    String place = host == null ? "" : uri.getScheme() + "://" + host + "/";
    return method + " " + place + "*** until " + expires;
  }
}
