// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what layers tell, one line each. */
final class Heard implements StorageObserver {

  final List<String> lines = new CopyOnWriteArrayList<>();

  /** Measures of a storage named {@code x} that tell this. */
  Measures measures() {
    return new Measures("x", this);
  }

  @Override
  public void attemptEnded(
      String storage,
      StorageOperation operation,
      Duration elapsed,
      @Nullable StorageException failure) {
    String end = failure == null ? "" : " " + failure.kind() + " " + failure.outcome();
    lines.add(storage + " " + operation + " " + elapsed.toMillis() + " ms" + end);
  }

  @Override
  public void measureTaken(String storage, StorageOperation operation, Measure measure) {
    lines.add(storage + " " + operation + " " + measure);
  }
}
