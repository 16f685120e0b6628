// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;

/** Content in memory. */
final class BytesContent implements Content {

  private final byte[] bytes;

  /** The bytes are not copied. */
  BytesContent(byte[] bytes) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(bytes.length);
  }

  @Override
  public boolean replayable() {
    return true;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
