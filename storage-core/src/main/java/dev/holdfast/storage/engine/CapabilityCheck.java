// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses what the driver cannot do, before anything is sent. */
final class CapabilityCheck {

  private final Set<Capability> capabilities;
  private final Failures failures;

  CapabilityCheck(Set<Capability> capabilities, Failures failures) {
    this.capabilities = Set.copyOf(capabilities);
    this.failures = failures;
  }

  Set<Capability> capabilities() {
    return capabilities;
  }

  void upload(StorageKey key, UploadOptions options) {
    write(StorageOperation.UPLOAD, key);
    condition(options.condition(), StorageOperation.UPLOAD, key);
    if (!capabilities.contains(Capability.METADATA)) {
      refuse(options.contentType().isPresent(), "a content type", StorageOperation.UPLOAD, key);
      refuse(options.fileName().isPresent(), "a file name", StorageOperation.UPLOAD, key);
      refuse(!options.metadata().isEmpty(), "metadata", StorageOperation.UPLOAD, key);
    }
    if (!capabilities.contains(Capability.TAGS)) {
      refuse(!options.tags().isEmpty(), "tags", StorageOperation.UPLOAD, key);
    }
  }

  void session(StorageKey key, UploadOptions options) {
    upload(key, options);
    needs(Capability.UPLOAD_SESSION, "an upload session", StorageOperation.UPLOAD, key);
  }

  void delete(StorageKey key, DeleteOptions options) {
    write(StorageOperation.DELETE, key);
    if (!(options.condition() instanceof WriteCondition.Any)) {
      needs(Capability.IF_MATCH_DELETE, "an if-match delete", StorageOperation.DELETE, key);
    }
  }

  void deleteAll() {
    write(StorageOperation.DELETE_ALL, null);
  }

  void copy(StorageKey target, CopyOptions options) {
    write(StorageOperation.COPY, target);
    condition(options.condition(), StorageOperation.COPY, target);
  }

  void presign(PresignRequest request) {
    if (!capabilities.contains(Capability.PRESIGN)) {
      throw failures
          .of(Kind.UNSUPPORTED, StorageOperation.PRESIGN, request.key())
          .reason("the backend does not make links, or was not set up for them")
          .advice("name the base of links where the backend's builder takes one")
          .build();
    }
    if (request.method() != PresignRequest.Method.GET) {
      write(StorageOperation.PRESIGN, request.key());
    }
    if (request.contentType().isPresent()) {
      needs(Capability.METADATA, "a content type", StorageOperation.PRESIGN, request.key());
    }
  }

  private void write(StorageOperation operation, @Nullable StorageKey key) {
    if (!capabilities.contains(Capability.WRITE)) {
      throw failures
          .of(Kind.READ_ONLY, operation, key)
          .reason("this storage can only be read")
          .build();
    }
  }

  private void condition(WriteCondition condition, StorageOperation operation, StorageKey key) {
    if (condition instanceof WriteCondition.IfAbsent) {
      needs(Capability.IF_ABSENT, "an if-absent condition", operation, key);
    } else if (condition instanceof WriteCondition.IfMatch) {
      needs(Capability.IF_MATCH, "an if-match condition", operation, key);
    }
  }

  private void needs(
      Capability capability, String what, StorageOperation operation, StorageKey key) {
    if (!capabilities.contains(capability)) {
      refuse(true, what, operation, key);
    }
  }

  private void refuse(boolean wanted, String what, StorageOperation operation, StorageKey key) {
    if (wanted) {
      throw failures
          .of(Kind.UNSUPPORTED, operation, key)
          .reason("the backend does not support " + what)
          .advice("ask capabilities() first")
          .build();
    }
  }
}
