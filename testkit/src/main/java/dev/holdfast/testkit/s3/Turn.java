// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.testkit.net.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request on a connection, until it is answered or given up. For the connection's thread. */
final class Turn {
  private final ServerParts parts;
  private final Wire wire;
  private final RequestLog.Entry entry;
  private final S3Request request;
  private final S3Dialect dialect;
  private final RequestBody body;
  private @Nullable Received received;
  private @Nullable HttpAnswer refusal;
  private @Nullable HttpAnswer performed;

  Turn(ServerParts parts, Wire wire, RequestLog.Entry entry, S3Request request) throws IOException {
    this.parts = parts;
    this.wire = wire;
    this.entry = entry;
    this.request = request;
    this.dialect = parts.dialect();
    boolean silent = dialect.continueSwallowed();
    this.body = new RequestBody(request.head(), wire.in(), wire.out(), silent);
  }

  S3Dialect dialect() {
    return dialect;
  }

  /** Performs the operation, once however often this is called, and gives its answer. */
  HttpAnswer perform() throws IOException {
    return perform(dialect);
  }

  HttpAnswer perform(S3Dialect asIn) throws IOException {
    HttpAnswer answer = performed;
    if (answer == null) {
      receive(asIn);
      answer = effect(asIn);
      performed = answer;
    }
    return answer;
  }

  /** Reads the body, unless the request is refused before. */
  void receive() throws IOException {
    receive(dialect);
  }

  /** Reads the body and gives what is left to be done, for any thread. */
  Supplier<HttpAnswer> later() throws IOException {
    receive(dialect);
    return () -> effect(dialect);
  }

  /** Reads the body and forgets it. */
  void discard() throws IOException {
    try {
      body.discard();
    } finally {
      noteReceived();
    }
  }

  /** Reads at most so many bytes of the body. */
  void readBody(long bytes) throws IOException {
    long left = bytes;
    byte[] buffer = new byte[8 * 1024];
    while (left > 0 && !body.ended()) {
      int count = body.read(buffer, 0, (int) Math.min(left, buffer.length));
      left -= Math.max(0, count);
    }
    noteReceived();
  }

  /** Answers without performing; a client that waits for permission to send a body gets none. */
  void refuse(HttpAnswer answer) throws IOException {
    send(request.head().method().equals("HEAD") ? answer.withoutBody() : answer);
  }

  /** Answers, and drops what is left of the body. */
  void send(HttpAnswer answer) throws IOException {
    begin(answer);
    if (!answer.bodyOmitted()) {
      answer.body().writeTo(wire.out());
    }
    wire.out().flush();
  }

  /** Answers with a body in pieces and a pause before each. */
  void drip(HttpAnswer answer, int pieceBytes, Duration gap) throws IOException {
    begin(answer);
    wire.out().flush();
    long size = answer.bodyOmitted() ? 0 : answer.body().size();
    for (long at = 0; at < size && parts.events().pause(gap); at += pieceBytes) {
      answer.body().slice(at, Math.min(pieceBytes, size - at)).writeTo(wire.out());
      wire.out().flush();
    }
  }

  /** Writes bytes as they are. */
  void sendRaw(byte[] bytes) throws IOException {
    wire.out().write(bytes);
    wire.out().flush();
  }

  /** Ends the connection, or keeps it silent until the client ends it. */
  void end(Fault.Ending ending) throws IOException {
    wire.end(ending);
  }

  /** Waits until a condition holds; false if the server is closed before. */
  boolean await(BooleanSupplier condition) {
    return parts.events().await(condition);
  }

  /** Reads nothing more until a condition holds, then ends the connection. */
  void ignoreUntil(BooleanSupplier condition) throws IOException {
    boolean ignored = await(condition);
    wire.end(Fault.Ending.RESET);
  }

  /** Notes how far the request got. */
  void finish() {
    noteReceived();
    parts
        .log()
        .update(
            () -> {
              entry.sent(wire.sent());
              entry.end();
            });
  }

  private void receive(S3Dialect asIn) throws IOException {
    if (received != null || refusal != null) {
      return;
    }
    try {
      Authorization authorization = parts.signatures().check(request, parts.state().now());
      Received whole = parts.decoding().read(request, body, asIn, authorization);
      authorization.check(whole.trailers());
      received = whole;
    } catch (S3Error e) {
      HttpAnswer answer = e.answer(request.head().path());
      refusal = request.head().method().equals("HEAD") ? answer.withoutBody() : answer;
    } finally {
      noteReceived();
    }
  }

  private HttpAnswer effect(S3Dialect asIn) {
    HttpAnswer refused = refusal;
    Received whole = received;
    if (refused != null || whole == null) {
      return refused == null ? ErrorAnswers.error(500, "InternalError") : refused;
    }
    HttpAnswer answer = parts.operations().run(request, whole, entry.number(), asIn);
    parts.log().update(() -> entry.performed(answer));
    return answer;
  }

  private void begin(HttpAnswer answer) throws IOException {
    if (body.unasked()) {
      wire.closeAfterwards();
    } else {
      discard();
    }
    parts.log().update(() -> entry.answered(answer));
    boolean closes = wire.closing() || request.head().closes();
    wire.out().write(AnswerHead.bytes(answer, entry.number(), parts.state().now(), closes));
  }

  private void noteReceived() {
    parts.log().update(() -> entry.received(body.received()));
  }
}
