// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

/** One of the two byte streams of a proxied connection, named by where its bytes go. */
public enum Direction {
  /** From the client to the server: requests. */
  UPSTREAM,
  /** From the server to the client: answers. */
  DOWNSTREAM
}
