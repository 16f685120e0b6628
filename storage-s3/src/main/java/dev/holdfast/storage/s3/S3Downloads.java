// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.ByteSelection.Slice;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens objects for reading: one GET, with the range and the ETag that the caller asked for. */
final class S3Downloads {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  private static final int PARTIAL_CONTENT = 206;

  private final S3Parts parts;

  S3Downloads(S3Parts parts) {
    this.parts = parts;
  }

  DriverDownload open(StorageKey key, DownloadOptions options, CallContext call) {
    Request request = Request.reading(StorageOperation.DOWNLOAD, key);
    if (empty(options.range())) {
      return nothing(key, options, request, call);
    }
    ResponseInputStream<GetObjectResponse> body =
        parts.make(
            request,
            call,
            (client, limits) ->
                client.getObject(
                    get ->
                        get.bucket(parts.bucket().name())
                            .key(parts.bucket().object(key))
                            .range(header(options.range()))
                            .ifMatch(options.ifMatch().map(Etag::quoted).orElse(null))
                            .overrideConfiguration(limits)));
    boolean handedOver = false;
    try {
      DriverDownload download = download(key, options, request, body);
      handedOver = true;
      return download;
    } finally {
      if (!handedOver) {
        body.abort();
      }
    }
  }

  private DriverDownload download(
      StorageKey key,
      DownloadOptions options,
      Request request,
      ResponseInputStream<GetObjectResponse> body) {
    GetObjectResponse get = body.response();
    long length = Objects.requireNonNullElse(get.contentLength(), -1L);
    Matcher range = CONTENT_RANGE.matcher(Objects.requireNonNullElse(get.contentRange(), ""));
    boolean ranged = range.matches();
    long offset = ranged ? Long.parseLong(range.group(1)) : 0L;
    long size = ranged ? Long.parseLong(range.group(3)) : length;
    Slice given = new Slice(offset, Math.max(0L, length));
    boolean partial = get.sdkHttpResponse().statusCode() == PARTIAL_CONTENT;
    boolean told = length >= 0 && partial == ranged;
    Slice asked = told ? options.range().resolve(key, size) : given;
    boolean whole = !ranged || Long.parseLong(range.group(2)) - offset + 1 == length;
    if (!told || !whole || !asked.equals(given)) {
      throw parts
          .errors()
          .failure(Kind.UNAVAILABLE, request)
          .reason("the server did not give the bytes that were asked for, or not say which it gave")
          .build();
    }
    ObjectInfo info = parts.infos().of(key, get, size);
    S3Body bytes = new S3Body(body, length, parts.environment().scheduler());
    return new DriverDownload(info, given, bytes);
  }

  /** S3 cannot be asked for no bytes; what is wrong with the request is found out by a look. */
  private DriverDownload nothing(
      StorageKey key, DownloadOptions options, Request request, CallContext call) {
    ObjectInfo info =
        Lookup.stat(parts, key, request, call)
            .orElseThrow(() -> parts.errors().failure(Kind.NOT_FOUND, request).build());
    if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
      throw parts
          .errors()
          .failure(Kind.PRECONDITION_FAILED, request)
          .reason("the object has another etag")
          .build();
    }
    Slice slice = options.range().resolve(key, info.sizeBytes());
    throw new IllegalStateException("a selection of no bytes selects " + slice);
  }

  private static boolean empty(ByteSelection range) {
    return (range instanceof Slice slice && slice.length() == 0L)
        || (range instanceof ByteSelection.Suffix suffix && suffix.length() == 0L);
  }

  /** The value of {@code Range}, or null for all bytes. */
  static @Nullable String header(ByteSelection range) {
    if (range instanceof ByteSelection.From from) {
      return "bytes=" + from.offset() + "-";
    }
    if (range instanceof Slice slice) {
      boolean open = slice.length() > Long.MAX_VALUE - slice.offset();
      return "bytes=" + slice.offset() + "-" + (open ? "" : slice.offset() + slice.length() - 1);
    }
    return range instanceof ByteSelection.Suffix suffix ? "bytes=-" + suffix.length() : null;
  }
}
