// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Content;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is known of content that the API itself makes; of any other nothing is. */
final class Sources {

  private static final Class<?> BYTES = Content.ofBytes(new byte[0]).getClass();
  private static final Class<?> FILE = Content.ofFile(Path.of("file")).getClass();

  private Sources() {}

  /** Whether a read may take as long as it likes; one of memory or of a file does not. */
  static boolean mayBlock(Content content) {
    Class<?> type = content.getClass();
    return type != BYTES && type != FILE;
  }

  /**
   * The content in a sentence: a file by its path, which is the caller's own; anything else without
   * asking it, as it may hold secrets.
   */
  static String named(Content content) {
    return content.getClass() == FILE ? "the " + content : "the content";
  }

  /** Why a read failed, without the message, which may hold secrets. */
  static String reason(Exception thrown) {
    if (thrown instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return thrown instanceof AccessDeniedException
        ? "permission denied"
        : thrown.getClass().getName();
  }
}
