// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.function.BooleanSupplier;

/** A session of which a breaker hears what became of its commit, or once that a piece failed. */
final class JudgedUpload implements DriverUpload {

  private final DriverUpload upload;
  private final Gate gate;
  private final BooleanSupplier patient;
  private boolean failed;

  /**
   * A session that was let in.
   *
   * @param patient whether there is as much time left as a working backend may need
   */
  JudgedUpload(DriverUpload upload, Gate gate, BooleanSupplier patient) {
    this.upload = upload;
    this.gate = gate;
    this.patient = patient;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    boolean inTime = patient.getAsBoolean();
    try {
      upload.write(bytes, offset, length);
    } catch (RuntimeException e) {
      if (!failed) {
        failed = true;
        gate.failed(Verdict.of(e, inTime));
      }
      throw e;
    }
  }

  @Override
  public ObjectInfo commit() {
    return gate.follow(patient.getAsBoolean(), upload::commit);
  }

  @Override
  public void close() {
    upload.close();
  }
}
