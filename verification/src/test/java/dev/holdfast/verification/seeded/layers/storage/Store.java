// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.layers.storage;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** Seeded violation: two third parties away from home. */
public final class Store {

  @Nullable Bulkhead bulkhead;
  @Nullable Span span;
}
