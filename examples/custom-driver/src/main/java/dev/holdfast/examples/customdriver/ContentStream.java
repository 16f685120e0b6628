// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a caller's content. Tells an {@link IOException} of the content, which is the
 * caller's fault, from one of the archive, which is ours. What else the content throws passes
 * through.
 */
final class ContentStream implements AutoCloseable {

  private final InputStream in;
  private final Call call;

  private ContentStream(InputStream in, Call call) {
    this.in = in;
    this.call = call;
  }

  static ContentStream open(Content content, Call call) {
    try {
      return new ContentStream(content.open(), call);
    } catch (IOException failed) {
      throw failure(failed, call);
    }
  }

  int read(byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException failed) {
      throw failure(failed, call);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failed) {
      throw failure(failed, call);
    }
  }

  private static StorageException failure(IOException cause, Call call) {
    if (Thread.currentThread().isInterrupted()) {
      return call.interrupted();
    }
    return call.failure(Kind.CONTENT_FAILED, "the content cannot be read").cause(cause).build();
  }
}
