// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/** Until when a call of unknown outcome may take effect, which it does once or never. */
public enum UnknownRule {
  /** At any time after its invocation: linearizability as published. */
  ANY_TIME,

  /**
   * Not after an acknowledged write or delete of the same key that was invoked after the client was
   * told that the outcome is unknown. The late effect of an abandoned attempt over such a write (a
   * zombie write) is a violation. A call that was never ended stays open for ever.
   */
  CLOSED_BY_ACKNOWLEDGED_WRITE
}
