// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Signal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One call and what came back first; later answers (of a duplicate) are dropped. */
final class Exchange<R> {

  private final Signal over = Signal.of(this::answered);
  private @Nullable R reply;
  private @Nullable IOException failure;
  private boolean answered;

  Signal over() {
    return over;
  }

  private boolean answered() {
    return answered;
  }

  void complete(R value) {
    if (!answered) {
      reply = value;
      answered = true;
      over.changed();
    }
  }

  void fail(IOException why) {
    if (!answered) {
      failure = why;
      answered = true;
      over.changed();
    }
  }

  R result() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (reply == null) {
      throw new IllegalStateException("no reply yet");
    }
    return reply;
  }
}
