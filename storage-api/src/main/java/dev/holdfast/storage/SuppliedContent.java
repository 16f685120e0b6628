// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;

/** Content that an {@link Content.Opener} opens. */
record SuppliedContent(OptionalLong length, boolean replayable, Content.Opener opener)
    implements Content {

  SuppliedContent {
    Objects.requireNonNull(opener, "opener");
  }

  @Override
  public InputStream open() throws IOException {
    return opener.open();
  }

  @Override
  public String toString() {
    return length.isPresent() ? length.getAsLong() + " bytes" : "bytes of unknown number";
  }
}
