// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.Fault;

/** One step of a schedule of the local campaign. */
sealed interface LocalStep {

  /** Number of the life of the process in which it happens, from zero. */
  int epoch();

  /** What a client does. */
  enum Action {
    PUT,
    PUT_IF_ABSENT,
    PUT_IF_MATCH,
    SESSION,
    COPY,
    DELETE,
    DELETE_IF_MATCH,
    GET,
    RANGE,
    STAT,
    LIST
  }

  /** What cuts an operation short. */
  enum Limit {
    NONE,
    /** The thread is interrupted. */
    INTERRUPT,
    /** The time is up. */
    TIMEOUT
  }

  /**
   * A client's operation; the operations of one client follow each other.
   *
   * @param sizeBytes size of what is written
   * @param limit comes at the call to the disk with this number
   */
  record Call(
      int epoch, int client, Action action, int key, int sizeBytes, Limit limit, int limitAt)
      implements LocalStep {

    /** An operation that nothing cuts short. */
    Call(int epoch, int client, Action action, int key, int sizeBytes) {
      this(epoch, client, action, key, sizeBytes, Limit.NONE, 0);
    }
  }

  /** A call to the disk fails. */
  record DiskFault(int epoch, CallKind kind, int nth, Fault fault) implements LocalStep {}

  /** The process dies in the middle, and perhaps the power goes. */
  record Crash(int epoch, int step, Loss loss) implements LocalStep {}

  /** The store is closed in the middle, as by an orderly stop, and at once opened again. */
  record Reopen(int epoch, int step) implements LocalStep {}

  /** What a crash leaves. */
  enum Loss {
    /** Only the process dies. */
    NOTHING,
    /** The power goes: anything not forced may be lost. */
    SOME,
    /** The power goes: everything not forced is lost. */
    ALL,
    /** The power goes: names stay, and bytes not forced are partly lost. */
    TORN
  }

  /** How the store is set up; without it, with extended attributes and full durability. */
  record Setup(int epoch, boolean attributes, Durability durability) implements LocalStep {}
}
