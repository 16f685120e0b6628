// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.Consumer;

/** A fault at work in one direction of one connection. Guarded by the loop's lock. */
interface Stage {

  /** Called once, when the trigger is met. */
  default void begin(Consumer<Parcel> next) {}

  /** Takes a parcel and hands on what goes further. */
  void pass(Parcel parcel, Consumer<Parcel> next);

  /** Called once, when the fault is taken out: hands on what was kept. */
  default void finish(Consumer<Parcel> next) {}

  /** Whether the sender must not be read. */
  default boolean full() {
    return false;
  }

  /** Whether due times are to be kept. */
  default boolean delays() {
    return false;
  }

  /** How many parcels are kept. */
  default int kept() {
    return 0;
  }
}
