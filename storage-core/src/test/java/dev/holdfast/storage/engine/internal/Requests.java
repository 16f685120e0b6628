// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;

/** One request of each sort, on the same object. */
enum Requests {
  PUT {
    @Override
    void send(StorageDriver driver, CallContext call) {
      driver.put(KEY, Content.ofBytes(new byte[BYTES]), UploadOptions.defaults(), call);
    }
  },
  SESSION {
    @Override
    void send(StorageDriver driver, CallContext call) {
      try (DriverUpload upload = driver.begin(KEY, UploadOptions.defaults(), call)) {
        upload.write(new byte[BYTES], 0, BYTES);
        upload.commit();
      }
    }
  },
  STAT {
    @Override
    void send(StorageDriver driver, CallContext call) {
      driver.stat(KEY, call);
    }
  },
  GET {
    @Override
    void send(StorageDriver driver, CallContext call) throws IOException {
      try (InputStream body = driver.get(KEY, DownloadOptions.defaults(), call).body()) {
        body.readAllBytes();
      }
    }
  },
  COPY {
    @Override
    void send(StorageDriver driver, CallContext call) {
      driver.copy(KEY, KEY, CopyOptions.defaults(), call);
    }
  },
  LIST {
    @Override
    void send(StorageDriver driver, CallContext call) {
      driver.list(new ListQuery("", false, "", 10), call);
    }
  },
  DELETE {
    @Override
    void send(StorageDriver driver, CallContext call) {
      driver.delete(StorageKey.of("absent"), WriteCondition.any(), call);
    }
  };

  static final StorageKey KEY = StorageKey.of("key");
  static final int BYTES = 100;

  /** Sends it and takes all of the answer. */
  abstract void send(StorageDriver driver, CallContext call) throws IOException;

  /** Sends it with all the time there is. */
  void send(StorageDriver driver) throws IOException {
    send(driver, CallContext.unbounded());
  }

  /** Sends it, whatever comes of it. */
  void quietly(StorageDriver driver, CallContext call) {
    Throwable ignored = catchThrowable(() -> send(driver, call));
  }

  /** Sends it with all the time there is, whatever comes of it. */
  void quietly(StorageDriver driver) {
    quietly(driver, CallContext.unbounded());
  }
}
