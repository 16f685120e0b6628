// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.LongSupplier;

/** Which stage does the work of which fault: the one table. */
final class Stages {
  private Stages() {}

  static Stage of(Injection injection, Connection connection) {
    Fault fault = injection.fault();
    LongSupplier nanos = connection.loop()::nanos;
    Draw draw = connection.draw(injection);
    Runnable fired = firstTime(injection);
    if (fault instanceof Fault.Latency latency) {
      return new LatencyStage(latency, draw, nanos, fired);
    }
    if (fault instanceof Fault.Bandwidth bandwidth) {
      return PacedStage.of(bandwidth, nanos, fired);
    }
    if (fault instanceof Fault.Slice slice) {
      return PacedStage.of(slice, nanos, fired);
    }
    if (fault instanceof Fault.FlipByte flip) {
      return new FlipStage(flip.offsetBytes(), draw, fired);
    }
    if (fault instanceof Fault.Hold hold) {
      return new HoldStage(hold.limitBytes(), fired);
    }
    if (fault instanceof Fault.AcceptNoRead) {
      return new HoldStage(0, fired);
    }
    return ending(fault, connection, fired, nanos.getAsLong());
  }

  private static Stage ending(Fault fault, Connection connection, Runnable fired, long now) {
    Runnable cut = () -> connection.finish(true);
    if (fault instanceof Fault.BlackHole) {
      return new SwallowStage(fired, cut);
    }
    if (fault instanceof Fault.DropResponse drop) {
      Runnable firstDrop =
          () -> {
            fired.run();
            connection.endClient(drop.ending());
          };
      return new SwallowStage(firstDrop, drop.ending() == Fault.Ending.HANG ? cut : () -> {});
    }
    if (fault instanceof Fault.HalfClose) {
      return new EndStage(Parcel.mark(Parcel.End.ORDERLY, now), 0, fired);
    }
    if (fault instanceof Fault.Reset) {
      return new EndStage(Parcel.mark(Parcel.End.CUT_RESET, now), 0, fired);
    }
    if (fault instanceof Fault.LimitThenClose limit) {
      return new EndStage(Parcel.mark(Parcel.End.CUT_CLOSE, now), limit.limitBytes(), fired);
    }
    throw new IllegalArgumentException("not a fault of a connection: " + fault);
  }

  private static Runnable firstTime(Injection injection) {
    boolean[] done = {false};
    return () -> {
      if (!done[0]) {
        done[0] = true;
        injection.countFired();
      }
    };
  }
}
