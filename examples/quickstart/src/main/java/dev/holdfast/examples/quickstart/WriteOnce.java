// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.local.LocalStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lets one writer win: creates once, then replaces only what it knows. Argument: the directory. */
public final class WriteOnce {

  private static final StorageKey KEY = StorageKey.of("jobs/42/state");

  private WriteOnce() {}

  /** Runs the program. */
  public static void main(String[] args) {
    try (FileStorage storage = LocalStorage.builder(Path.of(args[0])).build()) {
      UploadReceipt first = write(storage, "started", WriteCondition.ifAbsent());
      write(storage, "finished", WriteCondition.ifMatch(first.etag()));
      write(storage, "finished twice", WriteCondition.ifMatch(first.etag()));
    } catch (PreconditionFailedException e) {
      System.out.println(e.getMessage()); // somebody was faster; nothing was changed
    }
  }

  private static UploadReceipt write(FileStorage storage, String state, WriteCondition condition) {
    Content content = Content.ofBytes(state.getBytes(StandardCharsets.UTF_8));
    return storage.upload(KEY, content, UploadOptions.builder().condition(condition).build());
  }
}
