// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content of a stream that can be read once. */
final class StreamContent implements Content {

  private final InputStream stream;
  private final OptionalLong length;
  private final AtomicBoolean opened = new AtomicBoolean();

  StreamContent(InputStream stream, OptionalLong length) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.length = length;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public boolean replayable() {
    return false;
  }

  @Override
  public InputStream open() {
    if (!opened.compareAndSet(false, true)) {
      throw new IllegalStateException("single-shot content was opened before; pass it only once");
    }
    return stream;
  }
}
