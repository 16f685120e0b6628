// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

/**
 * A server in a {@link SimulatedNet}. Each message is handled on a simulated thread of its own, in
 * the server's process group.
 *
 * @param <Q> type of the requests
 * @param <R> type of the replies
 */
@FunctionalInterface
public interface NetHandler<Q, R> {

  /**
   * Handles one message.
   *
   * @param from the endpoint that sent it
   * @throws Exception only for faults of the model, which fail the run; an error that callers are
   *     to see is a reply
   */
  R handle(String from, Q request) throws Exception;
}
