// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.spi.CallContext;

/** A call of a user that wants to know how many requests were sent for it. Thread-safe. */
public interface CountingCall extends CallContext {

  /** One more request goes to the backend. */
  void requestSent();
}
