// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The faults of a server, in the order in which they were put in. */
final class Script {
  private final List<S3Injection> injections = new CopyOnWriteArrayList<>();
  private final Events events;

  Script(Events events) {
    this.events = events;
  }

  S3Injection add(RequestMatcher matcher, S3Fault fault, long skip, long times) {
    S3Injection injection = new S3Injection(matcher, fault, skip, times, events);
    injections.add(injection);
    return injection;
  }

  /** The fault that takes a request, or null. */
  @Nullable S3Injection take(RecordedRequest request) {
    for (S3Injection injection : injections) {
      if (injection.takes(request)) {
        events.changed();
        return injection;
      }
    }
    return null;
  }

  /** Takes all faults out; their holders may still release what they hold. */
  void clear() {
    injections.forEach(S3Injection::remove);
    injections.clear();
  }
}
