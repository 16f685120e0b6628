// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;

/** A write on its way: bytes to the stage, then record, force, publication. */
final class LocalUpload implements DriverUpload {

  private final StoreParts parts;
  private final StageFile stage;
  private final StorageKey key;
  private final UploadOptions options;
  private final StorageOperation operation;
  private final Environment environment;
  private final Deadline deadline;

  LocalUpload(
      StoreParts parts,
      StageFile stage,
      StorageKey key,
      UploadOptions options,
      StorageOperation operation,
      Environment environment,
      Deadline deadline) {
    this.parts = parts;
    this.stage = stage;
    this.key = key;
    this.options = options;
    this.operation = operation;
    this.environment = environment;
    this.deadline = deadline;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      requireTime();
      stage.write(bytes, offset, length);
    } catch (IOException e) {
      throw parts.errors().translate(e, operation, key, Outcome.NOT_APPLIED);
    }
  }

  /** Over what was written so far. */
  int crc32c() {
    return stage.crc32c();
  }

  @Override
  public ObjectInfo commit() {
    ObjectRecord record =
        ObjectRecord.of(
            parts.stages().id(),
            stage.sizeBytes(),
            stage.crc32c(),
            environment.clock().instant(),
            options);
    try {
      requireTime();
      stage.complete(record, parts.place(), parts.durability().forcesFiles());
    } catch (IOException e) {
      throw parts.errors().translate(e, operation, key, Outcome.NOT_APPLIED);
    }
    parts.publisher().publish(stage, key, options.condition(), operation, deadline);
    return record.info(key);
  }

  private void requireTime() throws DeadlineExceeded {
    if (deadline.expired()) {
      throw new DeadlineExceeded();
    }
  }

  @Override
  public void close() {
    stage.close();
  }
}
