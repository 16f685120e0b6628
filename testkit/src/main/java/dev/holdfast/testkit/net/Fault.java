// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.time.Duration;
import java.util.Objects;

/**
 * What goes wrong with one direction of a connection, from the moment its {@link Trigger} is met.
 *
 * <p>Values are immutable and hold no state: one fault may be injected many times. Several faults
 * in one direction apply one after another, in the order of their injection. Offsets and limits
 * count from the byte at which the trigger was met.
 */
public sealed interface Fault {

  /** What becomes of the client's connection after {@link DropResponse} has dropped a byte. */
  enum Ending {
    /** Stays open, silent. */
    HANG,
    /** Ends in order: the client reads the end of the stream. */
    CLOSE,
    /** Ends with a TCP reset. */
    RESET
  }

  /**
   * Each chunk is delivered {@code delay} later, plus a seeded share of {@code jitter}. Order is
   * kept and chunks do not wait for one another, so throughput stays.
   *
   * @param delay the least delay, not negative
   * @param jitter the most that is added, not negative
   */
  record Latency(Duration delay, Duration jitter) implements Fault {
    /** Checks both durations. */
    public Latency {
      require(!delay.isNegative() && !jitter.isNegative(), "delay and jitter must be >= 0");
    }
  }

  /**
   * At most so many bytes per second get through.
   *
   * @param bytesPerSecond the rate, at least 1
   */
  record Bandwidth(long bytesPerSecond) implements Fault {
    /** Checks the rate. */
    public Bandwidth {
      require(bytesPerSecond >= 1, "bytesPerSecond must be >= 1");
    }
  }

  /**
   * Bytes are written in pieces, each with a write of its own. Without a gap the receiver may still
   * find several pieces in one read.
   *
   * @param sizeBytes the size of a piece, at least 1
   * @param gap the time between two pieces, not negative
   */
  record Slice(int sizeBytes, Duration gap) implements Fault {
    /** Checks both values. */
    public Slice {
      require(sizeBytes >= 1 && !gap.isNegative(), "sizeBytes must be >= 1 and gap >= 0");
    }
  }

  /**
   * Both ends get a TCP reset. With a trigger on bytes, what came before is written first (a
   * receiver may lose what it has not read yet, as TCP allows); otherwise the reset is at once.
   */
  record Reset() implements Fault {}

  /**
   * Bytes, and the end of the stream, are taken and dropped. A stream with a hole cannot go on, so
   * removal resets each connection that lost bytes; for an outage that heals use {@link Hold}.
   */
  record BlackHole() implements Fault {}

  /**
   * The receiver reads the end of the stream while the other direction goes on. Later bytes of the
   * sender are dropped; removal does not reopen the stream.
   */
  record HalfClose() implements Fault {}

  /**
   * The connection is accepted but the sender's bytes are not read, so that buffers (about 64 KiB
   * here, plus the sender's own) fill and the sender blocks. Removal lets the bytes through.
   */
  record AcceptNoRead() implements Fault {}

  /**
   * New connections are refused while open ones go on; a connection that the system has made but
   * the proxy has not seen yet is reset. The direction only says where a trigger counts. Removal
   * opens the same port again; where the system allows it (Linux does) the port is reserved
   * meanwhile.
   */
  record Refuse() implements Fault {}

  /**
   * The server gets the request, its answer is dropped, and the client's connection ends as told
   * when the first byte is dropped. The server is read until it closes and notices nothing else.
   * {@link Direction#DOWNSTREAM} only. Removal resets connections that were left hanging.
   *
   * @param ending what the client sees
   */
  record DropResponse(Ending ending) implements Fault {
    /** Checks the ending. */
    public DropResponse {
      Objects.requireNonNull(ending, "ending");
    }
  }

  /**
   * Bytes, and the end of the stream, are kept until {@link Injection#release()} and then
   * delivered, even when the sender has gone: a request that reaches the server late. Behind a
   * trigger on bytes the server has an incomplete request meanwhile.
   *
   * @param limitBytes no more is read from the sender while so much is held, at least 1
   */
  record Hold(long limitBytes) implements Fault {
    /** Checks the limit. */
    public Hold {
      require(limitBytes >= 1, "limitBytes must be >= 1");
    }
  }

  /**
   * One byte is changed, by a seeded mask that is never zero.
   *
   * @param offsetBytes which byte, 0 being the next one
   */
  record FlipByte(long offsetBytes) implements Fault {
    /** Checks the offset. */
    public FlipByte {
      require(offsetBytes >= 0, "offsetBytes must be >= 0");
    }
  }

  /**
   * So many bytes get through, then both ends are closed in order.
   *
   * @param limitBytes how many, at least 0
   */
  record LimitThenClose(long limitBytes) implements Fault {
    /** Checks the limit. */
    public LimitThenClose {
      require(limitBytes >= 0, "limitBytes must be >= 0");
    }
  }

  /** A fixed delay. */
  static Fault latency(Duration delay) {
    return new Latency(delay, Duration.ZERO);
  }

  /** A delay between {@code delay} and {@code delay + jitter}. */
  static Fault latency(Duration delay, Duration jitter) {
    return new Latency(delay, jitter);
  }

  /** A cap on throughput. */
  static Fault bandwidth(long bytesPerSecond) {
    return new Bandwidth(bytesPerSecond);
  }

  /** Pieces of {@code sizeBytes}, {@code gap} apart. */
  static Fault slice(int sizeBytes, Duration gap) {
    return new Slice(sizeBytes, gap);
  }

  /** A TCP reset for both ends. */
  static Fault reset() {
    return new Reset();
  }

  /** Bytes go nowhere. */
  static Fault blackHole() {
    return new BlackHole();
  }

  /** An early end of one direction. */
  static Fault halfClose() {
    return new HalfClose();
  }

  /** Nobody reads. */
  static Fault acceptNoRead() {
    return new AcceptNoRead();
  }

  /** Nobody listens. */
  static Fault refuse() {
    return new Refuse();
  }

  /** The answer is lost. */
  static Fault dropResponse(Ending ending) {
    return new DropResponse(ending);
  }

  /** Bytes wait for {@link Injection#release()}, up to 16 MiB for each connection. */
  static Fault hold() {
    return hold(16L << 20);
  }

  /** Bytes wait for {@link Injection#release()}, up to {@code limitBytes} for each connection. */
  static Fault hold(long limitBytes) {
    return new Hold(limitBytes);
  }

  /** One corrupt byte. */
  static Fault flipByte(long offsetBytes) {
    return new FlipByte(offsetBytes);
  }

  /** A stream that is cut short. */
  static Fault limitThenClose(long limitBytes) {
    return new LimitThenClose(limitBytes);
  }

  private static void require(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }
}
