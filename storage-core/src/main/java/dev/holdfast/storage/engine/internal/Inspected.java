// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Content;
import java.io.IOException;
import java.io.InputStream;

/** Content that can be read beside its transfer: bytes read so do not count as moved. */
public interface Inspected extends Content {

  /**
   * Opens the bytes from the beginning. Only for content that is replayable.
   *
   * @throws IOException if the source cannot be read
   */
  InputStream inspect() throws IOException;

  /** Opens content without counting, where it can. */
  static InputStream of(Content content) throws IOException {
    return content instanceof Inspected inspected ? inspected.inspect() : content.open();
  }
}
