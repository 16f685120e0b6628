// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;

/** Serves the requests of one connection, one after the other. */
final class Connection implements Runnable {
  private final ServerParts parts;
  private final Wire wire;
  private final long number;

  Connection(ServerParts parts, Wire wire, long number) {
    this.parts = parts;
    this.wire = wire;
    this.number = number;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        more = serve();
      }
      wire.farewell();
    } catch (IOException ignored) { // the client, a fault or close() ended the connection
    } finally {
      wire.close();
    }
  }

  /** Serves the next request; whether there may be another one. */
  private boolean serve() throws IOException {
    RequestHead head = RequestHead.read(wire.in());
    if (head == null) {
      return false;
    }
    S3Request request;
    try {
      request = S3Request.of(head);
    } catch (S3Error e) {
      HttpAnswer answer = e.answer(head.path());
      wire.out().write(AnswerHead.bytes(answer, 0, parts.state().now(), true));
      answer.body().writeTo(wire.out());
      wire.out().flush();
      return false;
    }
    RequestLog.Entry entry = parts.log().begin(number, request);
    Turn turn = new Turn(parts, wire, entry, request);
    try {
      run(turn, entry);
    } finally {
      turn.finish();
    }
    return !head.closes() && !wire.closing();
  }

  private void run(Turn turn, RequestLog.Entry entry) throws IOException {
    S3Injection injection = parts.script().take(parts.log().snapshot(entry));
    if (injection == null) {
      turn.send(turn.perform());
      return;
    }
    parts.log().update(() -> entry.fault(injection.fault()));
    injection.fault().run(turn, injection);
  }
}
