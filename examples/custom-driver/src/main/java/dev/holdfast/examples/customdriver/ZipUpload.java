// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;

/** A write in pieces: stages them, and does on commit what a write of known content does. */
final class ZipUpload implements DriverUpload {

  private final Call call;
  private final Staged staged;
  private final Commit commit;

  ZipUpload(Call call, Staged staged, Commit commit) {
    this.call = call;
    this.staged = staged;
    this.commit = commit;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    call.proceed();
    try {
      staged.write(bytes, offset, length);
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public ObjectInfo commit() {
    try {
      return commit.store(staged);
    } catch (IOException failed) {
      throw call.failed(failed, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public void close() {
    staged.close();
  }

  /** Puts what was staged into the archive. */
  @FunctionalInterface
  interface Commit {
    ObjectInfo store(Staged staged) throws IOException;
  }
}
