// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.signature.storage;

import dev.holdfast.verification.seeded.signature.storage.internal.Hidden;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import org.slf4j.Logger;

/** Seeded violation: a contract that shows what is behind it. */
public interface Leaky {

  /** Shows a third party. */
  void trace(Span span);

  /** Shows a third party in a type argument. */
  List<Logger> loggers();

  /** Shows an internal type. */
  Hidden hidden();
}
