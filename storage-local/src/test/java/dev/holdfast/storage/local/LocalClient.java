// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.local.LocalStep.Call;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.history.HistoryRecorder;
import dev.holdfast.testkit.history.RegisterRequest;
import dev.holdfast.testkit.history.RegisterResponse;
import dev.holdfast.testkit.history.UniqueValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of the local campaign: does its calls one after the other and records the answers. */
final class LocalClient {

  private static final CallContext CALL = CallContext.unbounded();

  private final LocalDriver driver;
  private final int client;
  private final List<Call> calls;
  private final LocalHistory history;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(String etag, UniqueValue value) {}

  LocalClient(LocalDriver driver, int client, List<Call> calls, LocalHistory history) {
    this.driver = driver;
    this.client = client;
    this.calls = calls;
    this.history = history;
  }

  static void readAll(LocalDriver driver, LocalHistory history) {
    LocalClient client = new LocalClient(driver, LocalPlan.CLIENTS, List.of(), history);
    for (String key : LocalPlan.KEYS) {
      client.get(key);
    }
    client.list();
  }

  void run() {
    for (Call call : calls) {
      String key = LocalPlan.KEYS[call.key()];
      Seen known = seen.get(key);
      switch (call.action()) {
        case PUT -> put(key, call.sizeBytes(), null);
        case SESSION -> session(key, call.sizeBytes());
        case PUT_IF_ABSENT -> putIfAbsent(key, call.sizeBytes());
        case PUT_IF_MATCH -> put(key, call.sizeBytes(), known);
        case DELETE -> delete(key);
        case GET -> get(key);
        case LIST -> list();
      }
    }
  }

  private void put(String key, int sizeBytes, @Nullable Seen known) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    RegisterRequest<UniqueValue> request =
        known == null
            ? RegisterRequest.write(value)
            : RegisterRequest.writeIfMatch(known.value(), value);
    WriteCondition condition =
        known == null ? WriteCondition.any() : WriteCondition.ifMatch(known.etag());
    write(key, value, request, condition);
  }

  private void putIfAbsent(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    write(key, value, RegisterRequest.writeIfAbsent(value), WriteCondition.ifAbsent());
  }

  private void write(
      String key,
      UniqueValue.Whole value,
      RegisterRequest<UniqueValue> request,
      WriteCondition condition) {
    var call = history.begin(client, key, request);
    try {
      driver.put(
          StorageKey.of(key), Content.ofBytes(value.encode()), options(value, condition), CALL);
      call.ok(RegisterResponse.applied());
      history.acknowledged();
    } catch (StorageException e) {
      LocalHistory.failed(call, e);
    }
  }

  private void session(String key, int sizeBytes) {
    UniqueValue.Whole value = history.value(client, sizeBytes);
    byte[] bytes = value.encode();
    var call = history.begin(client, key, RegisterRequest.write(value));
    try (DriverUpload upload =
        driver.begin(StorageKey.of(key), options(value, WriteCondition.any()), CALL)) {
      upload.write(bytes, 0, 20);
      upload.write(bytes, 20, bytes.length - 20);
      upload.commit();
      call.ok(RegisterResponse.applied());
      history.acknowledged();
    } catch (StorageException e) {
      LocalHistory.failed(call, e);
    }
  }

  private void delete(String key) {
    var call = history.begin(client, key, RegisterRequest.delete());
    try {
      driver.delete(StorageKey.of(key), WriteCondition.any(), CALL);
      call.ok(RegisterResponse.applied());
      history.acknowledged();
    } catch (StorageException e) {
      LocalHistory.failed(call, e);
    }
  }

  private void get(String key) {
    var call = history.begin(client, key, RegisterRequest.read());
    try {
      DriverDownload download = driver.get(StorageKey.of(key), DownloadOptions.defaults(), CALL);
      call.ok(RegisterResponse.found(read(key, download)));
    } catch (StorageException e) {
      missing(call, e);
    }
  }

  private void missing(
      HistoryRecorder.Call<?, ?, RegisterResponse<UniqueValue>> call, StorageException e) {
    if (e.kind() == Kind.INTEGRITY) {
      history.damaged();
    }
    if (e.kind() == Kind.NOT_FOUND) {
      call.ok(RegisterResponse.absent());
    } else {
      call.notApplied();
    }
  }

  /** Reads as the front does: all bytes, whose checksum must be right. */
  private UniqueValue read(String key, DriverDownload download) {
    byte[] bytes;
    try (InputStream body = download.body()) {
      bytes = body.readAllBytes();
    } catch (IOException e) {
      throw StorageException.builder(Kind.UNAVAILABLE).cause(e).build();
    }
    if (!Checksums.match(download.info(), bytes)) {
      throw StorageException.builder(Kind.INTEGRITY).build();
    }
    UniqueValue value = UniqueValue.verify(bytes);
    if (!described(download.info(), value)) {
      history.torn();
    }
    seen.put(key, new Seen(download.info().etag(), value));
    return value;
  }

  /** Every entry is one of the keys, in order; what is listed can be described. */
  private void list() {
    ListPage page;
    try {
      page = driver.list(new ListQuery("", false, "", 100), CALL);
    } catch (StorageException e) {
      return;
    }
    String last = "";
    for (ListCursor.Entry entry : page.entries()) {
      String key = entry instanceof ListCursor.Item item ? item.key().value() : "?";
      if (!List.of(LocalPlan.KEYS).contains(key) || last.compareTo(key) >= 0) {
        history.phantom();
      }
      last = key;
    }
  }

  /** Some values have a large description, which stands in several sectors. */
  private static UploadOptions options(UniqueValue.Whole value, WriteCondition condition) {
    return UploadOptions.builder()
        .fileName(value.toString())
        .metadata("pad", pad(value))
        .condition(condition)
        .build();
  }

  private static boolean described(ObjectInfo info, UniqueValue value) {
    return info.fileName().orElse("").equals(value.toString())
        && value instanceof UniqueValue.Whole whole
        && pad(whole).equals(info.metadata().get("pad"));
  }

  private static String pad(UniqueValue.Whole value) {
    return (value + "-").repeat(value.counter() % 3 == 0 ? 200 : 1);
  }
}
