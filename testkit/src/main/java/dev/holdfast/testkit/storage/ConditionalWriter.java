// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.ArrayList;
import java.util.List;

/** The ways to write an object, all of which must honour conditions alike. */
enum ConditionalWriter {
  PUT {
    @Override
    ObjectInfo write(StoreUnderTest store, String key, byte[] bytes, WriteCondition condition) {
      return store.put(key, bytes, condition);
    }
  },
  SESSION {
    @Override
    ObjectInfo write(StoreUnderTest store, String key, byte[] bytes, WriteCondition condition) {
      UploadOptions options = UploadOptions.builder().condition(condition).build();
      try (DriverUpload session = store.begin(key, options)) {
        session.write(bytes, 0, bytes.length);
        return session.commit();
      }
    }
  },
  COPY {
    @Override
    ObjectInfo write(StoreUnderTest store, String key, byte[] bytes, WriteCondition condition) {
      String source = "source-" + Thread.currentThread().getId();
      store.put(source, bytes);
      return store
          .driver()
          .copy(
              StorageKey.of(source),
              StorageKey.of(key),
              CopyOptions.builder().condition(condition).build(),
              StoreUnderTest.CALL);
    }
  };

  /** Writes the bytes under the key if the condition holds. */
  abstract ObjectInfo write(
      StoreUnderTest store, String key, byte[] bytes, WriteCondition condition);

  /** Those that a store has. */
  static List<ConditionalWriter> of(StoreUnderTest store) {
    List<ConditionalWriter> writers = new ArrayList<>(List.of(values()));
    if (!store.can(Capability.UPLOAD_SESSION)) {
      writers.remove(SESSION);
    }
    return writers;
  }

  /** A key of its own for each way. */
  String key(String stem) {
    return stem + "-" + name();
  }
}
