// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.UploadSession;
import java.io.OutputStream;
import java.lang.ref.Reference;

/**
 * What a caller holds of an {@link EngineUploadSession}. While anybody refers to its stream, the
 * session is not dropped.
 */
final class HeldSession implements UploadSession {

  private final EngineUploadSession session;
  private final SessionStream stream;

  HeldSession(EngineUploadSession session, SessionStream stream) {
    this.session = session;
    this.stream = stream;
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public UploadReceipt commit() {
    try {
      session.checkUncommitted();
      stream.drain();
      return session.commit();
    } finally {
      Reference.reachabilityFence(stream);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
