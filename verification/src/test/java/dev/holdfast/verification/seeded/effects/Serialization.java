// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Seeded violation: a serialized object. */
final class Serialization {

  private Serialization() {}

  static Object read(InputStream in) throws IOException, ClassNotFoundException {
    return new ObjectInputStream(in).readObject();
  }
}
