// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.local.LocalClient.Seen;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.history.RegisterRequest;
import dev.holdfast.testkit.history.RegisterResponse;
import dev.holdfast.testkit.history.UniqueValue;
import java.util.function.Supplier;

/** The writes of a client of the local campaign. */
final class LocalWriter {

  /** Where each client keeps what it copies, with its number behind. */
  static final String SOURCES = "c/";

  private final Supplier<LocalDriver> driver;
  private final int client;
  private final LocalHistory history;
  private final CallContext context;

  LocalWriter(Supplier<LocalDriver> driver, int client, LocalHistory history, CallContext context) {
    this.driver = driver;
    this.client = client;
    this.history = history;
    this.context = context;
  }

  void put(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    record(
        key,
        RegisterRequest.write(value),
        () -> put(StorageKey.of(key), value, WriteCondition.any()));
  }

  void putIfAbsent(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    record(
        key,
        RegisterRequest.writeIfAbsent(value),
        () -> put(StorageKey.of(key), value, WriteCondition.ifAbsent()));
  }

  void putIfMatch(String key, int sizeBytes, Seen known) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    record(
        key,
        RegisterRequest.writeIfMatch(known.value(), value),
        () -> put(StorageKey.of(key), value, WriteCondition.ifMatch(known.etag())));
  }

  void session(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    byte[] bytes = value.encode();
    record(
        key,
        RegisterRequest.write(value),
        () -> {
          UploadOptions options = LocalDescriptions.options(value, WriteCondition.any());
          try (DriverUpload upload = driver.get().begin(StorageKey.of(key), options, context)) {
            upload.write(bytes, 0, 20);
            upload.write(bytes, 20, bytes.length - 20);
            upload.commit();
          }
        });
  }

  /** Copies what this client has just put under a key of its own, which nobody else touches. */
  void copy(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    StorageKey source = StorageKey.of(SOURCES + client);
    try {
      put(source, value, WriteCondition.any());
    } catch (StorageException e) {
      return;
    }
    record(
        key,
        RegisterRequest.write(value),
        () -> {
          try {
            driver.get().copy(source, StorageKey.of(key), CopyOptions.defaults(), context);
          } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.INTEGRITY) {
              history.phantom();
            }
            throw e;
          }
        });
  }

  void delete(String key) {
    record(
        key,
        RegisterRequest.delete(),
        () -> driver.get().delete(StorageKey.of(key), WriteCondition.any(), context));
  }

  void deleteIfMatch(String key, Seen known) {
    record(
        key,
        RegisterRequest.deleteIfMatch(known.value()),
        () ->
            driver.get().delete(StorageKey.of(key), WriteCondition.ifMatch(known.etag()), context));
  }

  private void put(StorageKey key, UniqueValue.Whole value, WriteCondition condition) {
    driver
        .get()
        .put(
            key,
            Content.ofBytes(value.encode()),
            LocalDescriptions.options(value, condition),
            context);
  }

  private void record(String key, RegisterRequest<UniqueValue> request, Runnable write) {
    var call = history.begin(client, key, request);
    try {
      write.run();
      call.ok(RegisterResponse.applied());
      history.acknowledged();
    } catch (StorageException e) {
      LocalHistory.failed(call, e);
    }
  }
}
