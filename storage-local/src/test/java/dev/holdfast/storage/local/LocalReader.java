// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalClient.Seen;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.history.HistoryRecorder;
import dev.holdfast.testkit.history.RegisterRequest;
import dev.holdfast.testkit.history.RegisterResponse;
import dev.holdfast.testkit.history.UniqueValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The reads of a client of the local campaign. */
final class LocalReader {

  private static final String[] PREFIXES = {"", "d/", "d/k", "c/"};

  private final Supplier<LocalDriver> driver;
  private final int client;
  private final LocalHistory history;
  private final CallContext context;
  private final Map<String, Seen> seen;

  LocalReader(
      Supplier<LocalDriver> driver,
      int client,
      LocalHistory history,
      CallContext context,
      Map<String, Seen> seen) {
    this.driver = driver;
    this.client = client;
    this.history = history;
    this.context = context;
    this.seen = seen;
  }

  void get(String key) {
    var call = history.begin(client, key, RegisterRequest.read());
    try {
      DriverDownload download =
          driver.get().get(StorageKey.of(key), DownloadOptions.defaults(), context);
      call.ok(RegisterResponse.found(value(key, download)));
    } catch (StorageException e) {
      missing(call, e);
    }
  }

  /** A description names the value that it belongs to, so that it counts as a read of it. */
  void stat(String key) {
    var call = history.begin(client, key, RegisterRequest.read());
    try {
      Optional<ObjectInfo> info = driver.get().stat(StorageKey.of(key), context);
      call.ok(
          info.isEmpty()
              ? RegisterResponse.absent()
              : RegisterResponse.found(history.described(info.get())));
    } catch (StorageException e) {
      missing(call, e);
    }
  }

  /** A part of a value that was seen before, if it is still there. */
  void range(String key, int from) {
    Seen known = seen.get(key);
    if (known == null) {
      return;
    }
    byte[] bytes = known.value().encode();
    int offset = from % bytes.length;
    DownloadOptions options =
        DownloadOptions.builder()
            .ifMatch(known.etag())
            .range(ByteSelection.slice(offset, 64))
            .build();
    try {
      byte[] part = bytes(driver.get().get(StorageKey.of(key), options, context));
      int end = Math.min(bytes.length, offset + 64);
      if (!Arrays.equals(part, Arrays.copyOfRange(bytes, offset, end))) {
        history.torn();
      }
    } catch (StorageException e) {
      damaged(e);
    }
  }

  /**
   * Every entry is one of the keys or a group of them, in order; and a listing that does not show a
   * key is a read that found nothing under it.
   */
  void list(int dice) {
    String prefix = PREFIXES[dice % PREFIXES.length];
    boolean grouped = dice % 3 == 1;
    Map<String, HistoryRecorder.Call<?, ?, RegisterResponse<UniqueValue>>> reads = new HashMap<>();
    for (String key : LocalPlan.KEYS) {
      if (key.startsWith(prefix) && !grouped) {
        reads.put(key, history.begin(client, key, RegisterRequest.read()));
      }
    }
    boolean whole = list(prefix, grouped, dice == 0 ? 100 : 1 + dice % 2, reads);
    for (var read : reads.values()) {
      if (whole) {
        read.ok(RegisterResponse.absent());
      } else {
        read.notApplied();
      }
    }
  }

  /** Lists page by page, and ends the reads of what is shown; whether it came to the end. */
  private boolean list(
      String prefix,
      boolean grouped,
      int limit,
      Map<String, HistoryRecorder.Call<?, ?, RegisterResponse<UniqueValue>>> reads) {
    String last = "";
    boolean more = true;
    while (more) {
      ListPage page;
      try {
        page = driver.get().list(new ListQuery(prefix, grouped, last, limit), context);
      } catch (StorageException e) {
        return false;
      }
      for (ListCursor.Entry entry : page.entries()) {
        String text = text(entry);
        if (!expected(text, prefix) || last.compareTo(text) >= 0) {
          history.phantom();
        }
        var shown = reads.remove(text);
        if (shown != null) {
          shown.notApplied(); // the value is not known
        }
        last = text;
      }
      more = !page.last();
    }
    return true;
  }

  private static String text(ListCursor.Entry entry) {
    return entry instanceof ListCursor.Item item
        ? item.key().value()
        : ((ListCursor.Prefix) entry).value();
  }

  private static boolean expected(String text, String prefix) {
    boolean known =
        text.startsWith(LocalWriter.SOURCES)
            || List.of(LocalPlan.KEYS).contains(text)
            || text.equals("d/")
            || text.equals("d/k/");
    return known && text.startsWith(prefix);
  }

  private void missing(
      HistoryRecorder.Call<?, ?, RegisterResponse<UniqueValue>> call, StorageException e) {
    damaged(e);
    if (e.kind() == Kind.NOT_FOUND) {
      call.ok(RegisterResponse.absent());
    } else {
      call.notApplied();
    }
  }

  private void damaged(StorageException e) {
    if (e.kind() == Kind.INTEGRITY) {
      history.damaged();
    }
  }

  /** Reads as the front does: all bytes, whose checksum must be right. */
  private UniqueValue value(String key, DriverDownload download) {
    byte[] bytes = bytes(download);
    if (!Checksums.match(download.info(), bytes)) {
      throw StorageException.builder(Kind.INTEGRITY).build();
    }
    UniqueValue value = UniqueValue.verify(bytes);
    if (value instanceof UniqueValue.Whole whole
        && LocalDescriptions.match(download.info(), whole)) {
      seen.put(key, new Seen(download.info().etag(), whole));
    } else {
      history.torn();
    }
    return value;
  }

  private static byte[] bytes(DriverDownload download) {
    try (InputStream body = download.body()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw StorageException.builder(Kind.UNAVAILABLE).cause(e).build();
    }
  }
}
