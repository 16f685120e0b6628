// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.StorageObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An observer that writes down what it hears, one line each. */
final class Recorder implements StorageObserver {

  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Duration> elapsed = new CopyOnWriteArrayList<>();
  final List<String> attempts = new CopyOnWriteArrayList<>();
  final List<String> measures = new CopyOnWriteArrayList<>();

  @Override
  public void operationEnded(
      String storage,
      StorageOperation operation,
      Duration time,
      @Nullable StorageException failure) {
    elapsed.add(time);
    lines.add(
        storage
            + " "
            + operation
            + (failure == null ? "" : " " + failure.kind() + " " + failure.outcome()));
  }

  @Override
  public void attemptEnded(
      String storage,
      StorageOperation operation,
      Duration time,
      @Nullable StorageException failure) {
    attempts.add(operation + (failure == null ? "" : " " + failure.kind()));
  }

  @Override
  public void measureTaken(String storage, StorageOperation operation, Measure measure) {
    measures.add(operation + " " + measure);
  }

  @Override
  public void bytesMoved(String storage, StorageOperation operation, long bytes) {
    lines.add(storage + " " + operation + " moved " + bytes);
  }
}
