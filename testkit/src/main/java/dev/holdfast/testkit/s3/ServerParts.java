// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.function.Supplier;

/**
 * What every connection of a server needs.
 *
 * @param state what the server holds
 * @param operations what it can do
 * @param decoding how bodies are read
 * @param signatures who may
 * @param script what goes wrong
 * @param log what has come
 * @param events how threads wait
 * @param currentDialect how the server behaves now
 */
record ServerParts(
    S3State state,
    Operations operations,
    Decoding decoding,
    Signatures signatures,
    Script script,
    RequestLog log,
    Events events,
    Supplier<S3Dialect> currentDialect) {

  S3Dialect dialect() {
    return currentDialect.get();
  }
}
