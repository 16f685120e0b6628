// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.testkit.net.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What goes wrong with one request to a {@link ScriptedS3}.
 *
 * <p>"Performed" means that the operation runs as it would without a fault, refusals included; a
 * fault that does not say so leaves no trace in what the server holds. Values are immutable and may
 * be used for many requests.
 */
public final class S3Fault {
  /** What is done with a request instead of performing and answering it. */
  interface Act {
    void run(Turn turn, S3Injection injection) throws IOException;
  }

  private final String description;
  private final Act act;

  private S3Fault(String description, Act act) {
    this.description = description;
    this.act = act;
  }

  /**
   * An error answer; the request is not performed.
   *
   * @param status the HTTP status
   * @param code the S3 code in the body
   */
  public static S3Fault status(int status, String code) {
    return answered(status + " " + code, () -> ErrorAnswers.error(status, code));
  }

  /**
   * 503 {@code SlowDown}; the request is not performed.
   *
   * @param retryAfter the value of Retry-After, in whole seconds
   */
  public static S3Fault slowDown(Duration retryAfter) {
    String seconds = Long.toString(retryAfter.toSeconds());
    return answered(
        "503 SlowDown", () -> ErrorAnswers.error(503, "SlowDown").header("retry-after", seconds));
  }

  /** 307 {@code TemporaryRedirect} to another place; the request is not performed. */
  public static S3Fault redirect(URI location) {
    return answered(
        "307 TemporaryRedirect",
        () -> ErrorAnswers.error(307, "TemporaryRedirect").header("location", location.toString()));
  }

  /** Status 200 with an error in the body, as copies and completions may get it. */
  public static S3Fault errorInOk(String code) {
    return answered("200 with " + code, () -> ErrorAnswers.error(200, code));
  }

  /** An answer of one's own; the request is not performed. */
  public static S3Fault answer(int status, Map<String, String> headers, byte[] body) {
    byte[] kept = body.clone();
    return answered(
        "answer " + status,
        () -> {
          HttpAnswer answer = new HttpAnswer(status).body(Body.of(kept));
          headers.forEach(answer::header);
          return answer;
        });
  }

  /** An error answer whose body goes on and on; the request is not performed. */
  public static S3Fault hugeError(int status, long bodyBytes) {
    return answered(
        status + " with " + bodyBytes + " bytes", () -> ErrorAnswers.huge(status, bodyBytes));
  }

  /** An error answer with a document type that refers to an external entity. */
  public static S3Fault externalEntity(int status, URI entity) {
    return answered(
        status + " with an external entity", () -> ErrorAnswers.externalEntity(status, entity));
  }

  /** An error answer with entities that expand to three billion characters. */
  public static S3Fault entityBomb(int status) {
    return answered(status + " with an entity bomb", () -> ErrorAnswers.entityBomb(status));
  }

  /**
   * Bytes in place of an answer, status line included; then the connection is closed. The request
   * is not performed.
   */
  public static S3Fault rawAnswer(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return new S3Fault(
        "raw answer",
        (turn, injection) -> {
          turn.discard();
          turn.sendRaw(bytes);
          turn.end(Fault.Ending.CLOSE);
        });
  }

  /** The request is performed and its answer is lost. */
  public static S3Fault loseAnswer(Fault.Ending ending) {
    return new S3Fault(
        "lost answer, " + ending,
        (turn, injection) -> {
          HttpAnswer ignored = turn.perform();
          turn.end(ending);
        });
  }

  /** The request is read and never answered, nor performed. */
  public static S3Fault neverAnswer() {
    return new S3Fault(
        "no answer",
        (turn, injection) -> {
          turn.discard();
          turn.end(Fault.Ending.HANG);
        });
  }

  /** Nothing behind the head is read, and nothing is answered. */
  public static S3Fault blackHole() {
    return new S3Fault("black hole", (turn, injection) -> turn.ignoreUntil(injection::released));
  }

  /** The connection is reset when so many bytes of the body have come, or all of them. */
  public static S3Fault resetAfter(long bodyBytes) {
    return new S3Fault(
        "reset after " + bodyBytes + " bytes",
        (turn, injection) -> {
          turn.readBody(bodyBytes);
          turn.end(Fault.Ending.RESET);
        });
  }

  /**
   * The request is performed; its answer ends early though its whole length was announced.
   *
   * @param bodyBytes how much of the answer's body is sent at most
   */
  public static S3Fault truncate(long bodyBytes, Fault.Ending ending) {
    return new S3Fault(
        "answer cut after " + bodyBytes + " bytes",
        (turn, injection) -> {
          HttpAnswer whole = turn.perform();
          turn.send(whole.cut(bodyBytes));
          turn.end(ending);
        });
  }

  /**
   * The request is performed; the length that the answer announces is wrong, and the connection is
   * closed behind the body.
   */
  public static S3Fault announce(long contentLength) {
    return new S3Fault(
        "length announced as " + contentLength,
        (turn, injection) -> {
          turn.send(turn.perform().announced(contentLength));
          turn.end(Fault.Ending.CLOSE);
        });
  }

  /** The request is performed; one bit of the answer's body is wrong, if it is that long. */
  public static S3Fault flip(long offset) {
    return new S3Fault(
        "byte " + offset + " flipped",
        (turn, injection) -> {
          HttpAnswer right = turn.perform();
          boolean within = offset < right.body().size();
          turn.send(within ? right.body(right.body().flipped(offset)) : right);
        });
  }

  /**
   * The request is performed; the body of its answer comes in small pieces.
   *
   * @param pieceBytes the size of a piece, at least 1
   * @param gap the time before each piece
   */
  public static S3Fault drip(int pieceBytes, Duration gap) {
    if (pieceBytes < 1 || gap.isNegative()) {
      throw new IllegalArgumentException("a piece has at least one byte, a gap is not negative");
    }
    return new S3Fault(
        pieceBytes + " bytes each " + gap,
        (turn, injection) -> turn.drip(turn.perform(), pieceBytes, gap));
  }

  /**
   * The request is read and kept, and its connection ends. It is performed when {@link
   * S3Injection#release()} is called, like a delayed packet that arrives in the end.
   */
  public static S3Fault hold(Fault.Ending ending) {
    return new S3Fault(
        "held, " + ending,
        (turn, injection) -> {
          injection.hold(turn.later());
          turn.end(ending);
        });
  }

  /** The request waits for {@link S3Injection#release()}, and is then performed and answered. */
  public static S3Fault stall() {
    return new S3Fault(
        "stalled",
        (turn, injection) -> {
          turn.receive();
          if (turn.await(injection::released)) {
            turn.send(turn.perform());
          }
        });
  }

  /** A batch delete fails for some keys, each with a code, and deletes the others. */
  public static S3Fault failKeys(Map<String, String> codes) {
    return new S3Fault(
        "failing keys",
        (turn, injection) -> turn.send(turn.perform(turn.dialect().failingKeys(codes))));
  }

  /** The request is performed as another kind of server would. */
  public static S3Fault inDialect(S3Dialect dialect) {
    return new S3Fault("other dialect", (turn, injection) -> turn.send(turn.perform(dialect)));
  }

  /** This fault behind the effect: the request is performed, and then this happens. */
  public S3Fault afterEffect() {
    return new S3Fault(
        description + ", after the effect",
        (turn, injection) -> {
          HttpAnswer ignored = turn.perform();
          act.run(turn, injection);
        });
  }

  /** What happens, in a few words. */
  @Override
  public String toString() {
    return description;
  }

  void run(Turn turn, S3Injection injection) throws IOException {
    act.run(turn, injection);
  }

  private static S3Fault answered(String description, Supplier<HttpAnswer> answer) {
    return new S3Fault(description, (turn, injection) -> turn.refuse(answer.get()));
  }
}
