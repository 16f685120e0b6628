// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Breaks uploads half-way; the storage never shows a part of them. */
final class BreakUploads implements Scenario {

  private static final byte[] FIRST_HALF = new byte[1 << 20];

  @Override
  public String title() {
    return "Break uploads half-way";
  }

  @Override
  public void run(Tour tour) throws IOException {
    FileStorage storage = tour.storage();
    StorageKey failing = StorageKey.of("holdfast-quickstart/failing.bin");
    try {
      storage.upload(failing, Content.ofStream(breaking()));
      tour.check(false, "the broken stream was accepted");
    } catch (StorageException e) {
      boolean nothing = e.outcome() == Outcome.NOT_APPLIED && !storage.exists(failing);
      tour.check(
          nothing, "the content breaks: %s, %s; not visible".formatted(e.kind(), e.outcome()));
    }

    StorageKey abandoned = StorageKey.of("holdfast-quickstart/abandoned.bin");
    try (UploadSession session = storage.beginUpload(abandoned)) {
      session.stream().write(FIRST_HALF);
    }
    tour.check(!storage.exists(abandoned), "a session is closed without a commit: not visible");
  }

  /** A stream that breaks after its first half. */
  private static InputStream breaking() throws IOException {
    InputStream secondHalf = InputStream.nullInputStream();
    secondHalf.close(); // reading it fails from now on
    return new SequenceInputStream(new ByteArrayInputStream(FIRST_HALF), secondHalf);
  }
}
