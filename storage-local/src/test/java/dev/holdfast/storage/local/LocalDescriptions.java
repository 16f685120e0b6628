// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.testkit.history.UniqueValue;

/** What is kept with the values of the campaign; for some it is large and takes several sectors. */
final class LocalDescriptions {

  private static final String PAD = "pad";

  private LocalDescriptions() {}

  static UploadOptions options(UniqueValue.Whole value, WriteCondition condition) {
    return UploadOptions.builder()
        .fileName(value.toString())
        .metadata(PAD, pad(value))
        .condition(condition)
        .build();
  }

  /** Whether a description is that of a value, whole. */
  static boolean match(ObjectInfo info, UniqueValue.Whole value) {
    return info.fileName().orElse("").equals(value.toString())
        && info.sizeBytes() == value.sizeBytes()
        && pad(value).equals(info.metadata().get(PAD));
  }

  private static String pad(UniqueValue.Whole value) {
    return (value + "-").repeat(value.counter() % 3 == 0 ? 200 : 1);
  }
}
