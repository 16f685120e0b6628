// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.function.LongPredicate;

/** A session of which a breaker hears what became of its commit, or once that a piece failed. */
final class JudgedUpload implements DriverUpload {

  private final DriverUpload upload;
  private final Gate gate;
  private final LongPredicate patient;
  private long written;
  private boolean failed;

  /**
   * A session that was let in.
   *
   * @param patient whether there is as much time left as a working backend may need for so many
   *     bytes
   */
  JudgedUpload(DriverUpload upload, Gate gate, LongPredicate patient) {
    this.upload = upload;
    this.gate = gate;
    this.patient = patient;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    written += length;
    boolean inTime = patient.test(written);
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
    return gate.follow(patient.test(written), upload::commit);
  }

  @Override
  public void close() {
    upload.close();
  }
}
